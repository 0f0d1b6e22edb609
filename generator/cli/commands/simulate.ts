import { join } from 'node:path';
import { didYouMean } from '../../../document/words/nearest.ts';
import { harmless } from '../../../document/words/printed.ts';
import { runsToJson } from '../../../simulator/report/json.ts';
import { tallyText } from '../../../simulator/report/tally.ts';
import { runToText } from '../../../simulator/report/text.ts';
import type { RunInput } from '../../../simulator/run-scenario.ts';
import type { Run as ScenarioRun } from '../../../simulator/verdict/judged-run.ts';
import { VIOLATION_RULES } from '../../../simulator/violation-rules.ts';
import { whyUndetected } from '../../explain/failures.ts';
import { farSideOf } from '../../methods/far-side.ts';
import { type Chosen, chooseScenarios } from '../choose-scenarios.ts';
import { CliError } from '../cli-error.ts';
import type { CommandRun } from '../commands.ts';
import { firmwareFolder } from '../firmware-folder.ts';
import type { Io } from '../io.ts';
import type { Args } from '../options.ts';
import { readOneSpec } from '../read-specs.ts';
import { applicationOf, applicationText } from '../simulate/application.ts';
import { captureFiles, checkCapture, checkDistinct, writeCapture } from '../simulate/captures.ts';
import { engineNames, prepareEngines } from '../simulate/engine.ts';
import type { PreparedEngine } from '../simulate/prepared-engine.ts';
import { checkReport, openReport } from '../simulate/report.ts';
import { checkVcd, runWithVcd } from '../simulate/vcd.ts';

/** Runs the firmware of a spec through scenarios, a verdict each; with `--watch` again and again. */
export const simulate: CommandRun = async (args, io) => {
  if (!args.watch) return once(args, io);
  const { simulateAgain } = await import('../simulate/watch/command.ts');
  return simulateAgain(once, args, io);
};

const once: CommandRun = async (args, io) => {
  const { file, plan, spec } = readOneSpec(args.files);
  const out = firmwareFolder(args, { file, spec });
  const chosen = chooseScenarios(args.scenario, plan);
  const accepted = checkRules(args.accept);
  const [captures, dumps] = [filesOf(args.pcap, args, chosen), filesOf(args.vcd, args, chosen)];
  const pages = args.report === undefined ? [] : [args.report];
  checkDistinct(
    [...captures, ...dumps, ...pages],
    [...captures.map(checkCapture), ...dumps.map(checkVcd), ...pages.map(checkReport)],
  );
  const report = openReport(args, plan);
  const application = applicationOf(args.elf, join(out, plan.name), plan);
  engineNames(args); // a mistake in it is told before anything is printed
  const tell = (): void => (args.json ? undefined : io.out(`${applicationText(application)}\n`));
  if (args.elf === undefined) tell();
  const engines = await prepareEngines(plan, { ...args, out }, io);
  if (args.elf !== undefined) tell();
  const runs: ScenarioRun[] = [];
  const pairs = chosen.flatMap((one) => engines.map((engine) => ({ ...one, engine })));
  for (const [index, { scenario, file: scenarioFile, engine }] of pairs.entries()) {
    const [capture, dump] = [captures[index], dumps[index]];
    const input: RunInput = {
      plan,
      scenario,
      engine: report.watch(engine.make),
      whyUndetected,
      farSideOf,
      seed: args.seed,
      accepted,
      specFile: file,
      ...(scenarioFile === null ? {} : { scenarioFile }),
      ...(args.out === undefined ? {} : { outDir: args.out }),
      ...(args.elf === undefined ? {} : { elfFile: args.elf }),
    };
    const tellFull = (text: string): void => io.err(harmless(text));
    const run = runWithVcd(dump, input, tellFull);
    runs.push(run);
    report.take(run);
    if (!args.json) show(run, runs.length, io);
    if (capture !== undefined) writeCapture(capture, run, tellFull);
    if (!args.json && capture !== undefined) io.out(`capture  ${harmless(capture)}`);
    if (!args.json && dump !== undefined) io.out(`lines    ${harmless(dump)}`);
  }
  const page = report.write();
  const document = runsToJson(runs, args['require-coverage']);
  if (args.json) io.json({ ...document, application });
  else tellAfterwards(engines, runs, io);
  if (!args.json && page !== null) io.out(`report  ${harmless(page)}`);
  if (!args.json && runs.length > 1) io.out(`\n${tally(runs, engines.length > 1)}`);
  return document.ok ? 0 : 1;
};

/** @throws {CliError} for a rule that no violation has, with the nearest right one. */
function checkRules(rules: readonly string[]): readonly string[] {
  const unknown = rules.find((rule) => !VIOLATION_RULES.some((known) => known === rule));
  if (unknown === undefined) return rules;
  const name = harmless(JSON.stringify(unknown));
  throw new CliError(2, `--accept: no violation has the rule ${name}.${didYouMean(unknown, VIOLATION_RULES)}`);
}

/** The file of each run, for an option that names one. */
function filesOf(path: string | undefined, args: Args, chosen: readonly Chosen[]): readonly string[] {
  const runs = chosen.flatMap(({ scenario }) =>
    engineNames(args).map((engine) => ({ scenario: scenario.name, engine })),
  );
  return path === undefined ? [] : captureFiles(path, runs);
}

function tellAfterwards(engines: readonly PreparedEngine[], runs: readonly ScenarioRun[], io: Io): void {
  for (const { name, afterwards } of engines) {
    const measured = runs.filter(({ engine }) => engine === name).flatMap(({ stats }) => stats.engine.cpu ?? []);
    if (afterwards !== undefined) io.out(`\n${afterwards(measured).join('\n')}`);
  }
}

function show(run: ScenarioRun, count: number, io: Io): void {
  if (count > 1) io.out('');
  io.out(runToText(run, (style, text) => io.paint('out', style, text)));
}

/** After several runs, whose verdicts have scrolled by: how many passed, and the names of the others. */
function tally(runs: readonly ScenarioRun[], withEngine: boolean): string {
  const named = (what: string, wanted: ScenarioRun['verdict']): readonly string[] => {
    const names = runs
      .filter(({ verdict }) => verdict === wanted)
      .map(({ engine, scenario }) => (withEngine ? `${scenario} (${engine})` : scenario));
    return names.length === 0 ? [] : [`${what}: ${names.join(', ')}`];
  };
  const counts = `${runs.length} ${withEngine ? 'runs' : 'scenarios'}: ${tallyText(runs)}`;
  return [counts, ...named('not covered', 'not-covered'), ...named('failed', 'fail')].join('\n');
}
