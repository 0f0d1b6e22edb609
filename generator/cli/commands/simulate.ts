import { runsToJson } from '../../../simulator/report/json.ts';
import { runToText } from '../../../simulator/report/text.ts';
import { runScenario, type Run as ScenarioRun } from '../../../simulator/scenario/run.ts';
import { planOf } from '../../plan/plan.ts';
import { type Chosen, chooseScenarios } from '../choose-scenarios.ts';
import type { Run } from '../commands.ts';
import type { Io } from '../io.ts';
import { type Args, OPTIONS } from '../options.ts';
import { readOneSpec } from '../read-specs.ts';
import { captureFile, checkCapture, writeCapture } from '../simulate/captures.ts';
import { prepareEngine } from '../simulate/engine.ts';

/** Runs the firmware of a spec through scenarios, a verdict each. */
export const simulate: Run = async (args, io) => {
  const { file, spec } = readOneSpec(args.files);
  const plan = planOf(spec);
  const chosen = chooseScenarios(args.scenario, plan);
  for (const path of capturesOf(args, chosen)) checkCapture(path);
  const engine = await prepareEngine(args.engine, plan, args, io);
  const captures = capturesOf(args, chosen);
  const runs: ScenarioRun[] = [];
  for (const [index, { scenario, file: scenarioFile }] of chosen.entries()) {
    const run = runScenario({
      plan,
      scenario,
      engine,
      seed: args.seed,
      specFile: file,
      ...(scenarioFile === null ? {} : { scenarioFile }),
      ...(args.out === OPTIONS.out.default ? {} : { outDir: args.out }),
    });
    runs.push(run);
    if (!args.json) show(run, runs.length, io);
    const capture = captures[index];
    if (capture === undefined) continue;
    writeCapture(capture, run);
    if (!args.json) io.out(`capture  ${capture}`);
  }
  const document = runsToJson(runs);
  if (args.json) io.json(document);
  else if (runs.length > 1) io.out(`\n${tally(runs)}`);
  return document.ok ? 0 : 1;
};

function capturesOf({ pcap }: Args, chosen: readonly Chosen[]): readonly string[] {
  return pcap === undefined ? [] : chosen.map(({ scenario }) => captureFile(pcap, scenario.name, chosen.length));
}

function show(run: ScenarioRun, count: number, io: Io): void {
  if (count > 1) io.out('');
  io.out(runToText(run, { colour: io.isColoured('out') }));
}

/** After several runs, whose verdicts have scrolled by. */
function tally(runs: readonly ScenarioRun[]): string {
  const failed = runs.filter(({ verdict }) => verdict === 'fail').map(({ scenario }) => scenario);
  const passed = `${runs.length - failed.length} of ${runs.length} scenarios passed`;
  return failed.length === 0 ? passed : `${passed}; failed: ${failed.join(', ')}`;
}
