import { join } from 'node:path';
import type { Plan } from '../../../contract/plan.ts';
import { whyUndetected } from '../../explain/failures.ts';
import { farSideOf } from '../../methods/far-side.ts';
import { MOST_FAILURES, playCampaign } from '../campaign/play.ts';
import { BEGINNING_OF_ALL, type Progress } from '../campaign/progress.ts';
import { type CampaignEnd, type CampaignFacts, campaignDocument, campaignSummary } from '../campaign/report.ts';
import { parseShard, runsOfShard } from '../campaign/shard.ts';
import { identityOf, readState, writeState } from '../campaign/state.ts';
import { CliError } from '../cli-error.ts';
import type { CommandRun } from '../commands.ts';
import { firmwareFolder } from '../firmware-folder.ts';
import type { Io } from '../io.ts';
import type { Args } from '../options.ts';
import { readOneSpec } from '../read-specs.ts';
import { applicationOf, applicationText } from '../simulate/application.ts';
import { engineNames, prepareEngines } from '../simulate/engine.ts';
import type { InFolder } from '../simulate/firmware-files.ts';

const DEFAULT_COUNT = 100;

/** Plays random faults against the firmware of a spec, and shrinks each failure to a scenario. */
export const campaign: CommandRun = async (args, io) => {
  const { file, plan, spec } = readOneSpec(args.files);
  const inFolder = { ...args, out: firmwareFolder(args, { file, spec }) };
  const facts = factsOf(args);
  const end = endOf(plan, facts);
  const { begun, save } = stateOf(plan, facts, inFolder, io);
  const application = applicationOf(undefined, join(inFolder.out, plan.name), plan);
  if (!args.json) io.out(applicationText(application));
  const [engine] = await prepareEngines(plan, inFolder, io);
  if (engine === undefined) throw new Error('no engine'); // there is always the default
  const input = { plan, engine: engine.make, farSideOf, whyUndetected };
  const names = {
    specFile: file,
    outDir: args.out,
    folder: args.failures,
    engine: engine.name,
    campaignSeed: facts.seed,
  };
  const progress = await playCampaign({ input, facts, end, names, io, isQuiet: args.json, save }, begun);
  const document = campaignDocument(facts, end, progress);
  if (args.json) io.json({ ...document, application });
  else tell(end, progress, args, io);
  return document.ok ? 0 : 1;
};

/** @throws {CliError} for options that make no campaign. */
function factsOf(args: Args): CampaignFacts {
  const [name, ...others] = engineNames(args);
  if (others.length > 0) throw new CliError(2, 'this command takes one --engine');
  const { count = DEFAULT_COUNT, seed } = args;
  if (count < 1) throw new CliError(2, '--count takes a whole number from 1 on');
  return { seed, count, shard: parseShard(args.shard), engine: name === 'arm' ? 'arm' : 'host' };
}

function endOf({ sockets }: Plan, { count, shard }: CampaignFacts): CampaignEnd {
  const unbounded = sockets.flatMap(({ number, recovery }) => (recovery.boundMs === null ? [number] : []));
  return { wanted: runsOfShard(count, shard), unbounded };
}

/** @throws {CliError} for a state that is none of this campaign. */
function stateOf(plan: Plan, facts: CampaignFacts, args: InFolder, io: Io) {
  const { resume } = args;
  if (resume === undefined) return { begun: BEGINNING_OF_ALL, save: () => {} };
  const identity = identityOf(plan, facts, args, io);
  const begun = readState(resume, identity);
  return { begun, save: (progress: Progress) => writeState(resume, identity, progress) };
}

function tell(end: CampaignEnd, progress: Progress, { resume }: Args, io: Io): void {
  io.out(campaignSummary(end, progress, io));
  if (progress.played >= end.wanted) return;
  const isFull = progress.failures.length >= MOST_FAILURES;
  const why = isFull ? `ended after ${MOST_FAILURES} failures` : 'stopped';
  const how = isFull || resume === undefined ? '' : '; the same command line goes on';
  io.out(`The campaign was ${why}: ${progress.played} of ${end.wanted} runs were played${how}.`);
}
