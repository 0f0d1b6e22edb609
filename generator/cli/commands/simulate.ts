import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { buildHostFirmware } from '../../../simulator/engine/host/build.ts';
import { diskCache } from '../../../simulator/engine/host/disk-cache.ts';
import { createHostEngine } from '../../../simulator/engine/host/run.ts';
import { runsToJson } from '../../../simulator/report/json.ts';
import { pcapng } from '../../../simulator/report/pcapng.ts';
import { runToText } from '../../../simulator/report/text.ts';
import { runScenario, type Run as ScenarioRun } from '../../../simulator/scenario/run.ts';
import { render } from '../../emit/render.ts';
import { asWriteError } from '../../emit/write-error.ts';
import { planOf } from '../../plan/plan.ts';
import type { Plan } from '../../plan/types.ts';
import { cacheFolder } from '../cache-folder.ts';
import { chooseScenarios } from '../choose-scenarios.ts';
import { CliError } from '../cli-error.ts';
import type { Run } from '../commands.ts';
import type { Io } from '../io.ts';
import { type Args, OPTIONS } from '../options.ts';
import { readOneSpec } from '../read-specs.ts';

/** Runs the firmware of a spec through scenarios, a verdict each. */
export const simulate: Run = async (args, io) => {
  checkEngine(args.engine);
  const { file, spec } = readOneSpec(args.files);
  const plan = planOf(spec);
  const chosen = chooseScenarios(args.scenario, plan);
  if (args.pcap !== undefined) {
    for (const { scenario } of chosen) checkCapture(captureFile(args.pcap, scenario.name, chosen.length));
  }
  const wasm = await buildFirmware(plan, args, io);
  const runs: ScenarioRun[] = [];
  for (const { scenario, file: scenarioFile } of chosen) {
    const run = runScenario({
      plan,
      scenario,
      engine: (board) => createHostEngine({ wasm, ...board }),
      seed: args.seed,
      specFile: file,
      ...(scenarioFile === null ? {} : { scenarioFile }),
      ...(args.out === OPTIONS.out.default ? {} : { outDir: args.out }),
    });
    if (!args.json && runs.length > 0) io.out('');
    runs.push(run);
    if (!args.json) io.out(runToText(run, { colour: io.isColoured('out') }));
    const capture = args.pcap === undefined ? null : captureFile(args.pcap, run.scenario, chosen.length);
    if (capture !== null) writeCapture(capture, run, args.json ? null : io);
  }
  const document = runsToJson(runs);
  if (args.json) io.json(document);
  else if (runs.length > 1) io.out(`\n${tally(runs)}`);
  return document.ok ? 0 : 1;
};

/** After several runs, whose verdicts have scrolled by. */
function tally(runs: readonly ScenarioRun[]): string {
  const failed = runs.filter(({ verdict }) => verdict === 'fail').map(({ scenario }) => scenario);
  const passed = `${runs.length - failed.length} of ${runs.length} scenarios passed`;
  return failed.length === 0 ? passed : `${passed}; failed: ${failed.join(', ')}`;
}

function checkEngine(engine: string): void {
  if (engine === 'host') return;
  const why = engine === 'arm' ? 'the arm engine is not part of this version' : 'unknown engine';
  throw new CliError(2, `${why}; --engine takes host`);
}

/**
 * The WebAssembly of the firmware as generated, with the user's own files in their place where they have been written.
 *
 * @throws {CliError} when the compiler refuses it.
 */
async function buildFirmware(plan: Plan, args: Args, io: Io): Promise<Uint8Array> {
  const dir = join(args.out, plan.name);
  const used: string[] = [];
  const files = render(plan).map(({ path, text, owner }): [string, string] => {
    const own = join(dir, path);
    if (owner !== 'user' || !existsSync(own)) return [path, text];
    const present = readFileSync(own, 'utf8');
    if (present !== text) used.push(own);
    return [path, present];
  });
  if (used.length > 0 && !args.json) io.out(`With your ${used.join(' and ')}\n`);
  const built = await buildHostFirmware({
    files: new Map(files),
    plan,
    cache: diskCache(cacheFolder()),
    onCompile: () => {
      if (!args.json) io.err('Compiling for the host engine …');
    },
  });
  if (built.ok) return built.wasm;
  throw new CliError(1, `the firmware does not ${built.stage} for the host engine:\n${built.text.trim()}`);
}

/** One file per run: with several, the scenario's name goes before the extension. */
function captureFile(path: string, scenario: string, count: number): string {
  const extension = extname(path);
  return count === 1 ? path : `${path.slice(0, path.length - extension.length)}-${scenario}${extension}`;
}

/** A Section Header Block begins every pcapng file. */
const PCAPNG_MAGIC = Buffer.from([0x0a, 0x0d, 0x0d, 0x0a]);

/** Nothing but an older capture is written over: the path may be a slip and name the spec. */
function checkCapture(path: string): void {
  if (!existsSync(path) || !statSync(path).isFile()) return;
  const present = readFileSync(path);
  if (present.length === 0 || present.subarray(0, PCAPNG_MAGIC.length).equals(PCAPNG_MAGIC)) return;
  throw new CliError(2, `${path} is there already and is no capture; give --pcap another name`);
}

function writeCapture(path: string, run: ScenarioRun, io: Io | null): void {
  try {
    writeFileSync(path, pcapng(run.timeline));
  } catch (error) {
    throw asWriteError(error, path);
  }
  io?.out(`capture  ${path}`);
}
