import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Plan } from '../../../contract/plan.ts';
import { seedOfRun } from '../../../simulator/campaign/dice.ts';
import { type CampaignInput, type PlayedStory, playStory, storyOfRun } from '../../../simulator/campaign/play-story.ts';
import { whyUndetected } from '../../explain/failures.ts';
import { farSideOf } from '../../methods/far-side.ts';
import { type CampaignFailure, type FailureNames, keepFailure } from '../campaign/failures.ts';
import { BEGINNING_OF_ALL, type Progress, progressWith } from '../campaign/progress.ts';
import {
  type CampaignEnd,
  type CampaignFacts,
  campaignDocument,
  campaignFailureText,
  campaignProgress,
  campaignSummary,
} from '../campaign/report.ts';
import { numberOf, parseShard, runsOfShard } from '../campaign/shard.ts';
import { CliError } from '../cli-error.ts';
import type { CommandRun } from '../commands.ts';
import { firmwareFolder } from '../firmware-folder.ts';
import type { Io } from '../io.ts';
import type { Args } from '../options.ts';
import { readOneSpec } from '../read-specs.ts';
import { applicationOf, applicationText } from '../simulate/application.ts';
import { engineNames, prepareEngines } from '../simulate/engine.ts';
import { onEndingSignal } from '../terminal/signals.ts';

const DEFAULT_COUNT = 100;
const MOST_FAILURES = 20;
const TELL_EVERY_MS = 30_000;

/** Plays random faults against the firmware of a spec, and shrinks each failure to a scenario. */
export const campaign: CommandRun = async (args, io) => {
  const { file, plan, spec } = readOneSpec(args.files);
  const out = firmwareFolder(args, { file, spec });
  const facts = factsOf(args);
  const end = endOf(plan, facts);
  const application = applicationOf(undefined, join(out, plan.name), plan);
  if (!args.json) io.out(`${applicationText(application)}\n`);
  const [engine] = await prepareEngines(plan, { ...args, out }, io);
  if (engine === undefined) throw new Error('no engine'); // there is always the default
  const input = { plan, engine: engine.make, farSideOf, whyUndetected };
  const names = {
    specFile: file,
    outDir: args.out,
    folder: args.failures,
    engine: engine.name,
    campaignSeed: facts.seed,
  };
  const progress = await play({ input, facts, end, names, io, isQuiet: args.json }, BEGINNING_OF_ALL);
  const document = campaignDocument(facts, end, progress);
  if (args.json) io.json({ ...document, application });
  else tell(end, progress, io);
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

interface CampaignPlay {
  readonly input: CampaignInput & { readonly plan: Plan };
  readonly facts: CampaignFacts;
  readonly end: CampaignEnd;
  readonly names: FailureNames;
  readonly io: Io;
  readonly isQuiet: boolean;
}

/** Until all runs are played, too many have failed, or a signal comes. */
async function play(campaignPlay: CampaignPlay, begun: Progress): Promise<Progress> {
  const { end, io, isQuiet } = campaignPlay;
  let [progress, isStopped, toldAtMs] = [begun, false, performance.now()];
  const restore = onEndingSignal(() => {
    isStopped = true;
  });
  try {
    while (progress.played < end.wanted && progress.failures.length < MOST_FAILURES && !isStopped) {
      progress = playOne(campaignPlay, progress);
      if (!isQuiet && performance.now() - toldAtMs >= TELL_EVERY_MS) {
        io.err(campaignProgress(end, progress));
        toldAtMs = performance.now();
      }
      await setImmediate(); // signals come in between
    }
  } finally {
    restore();
  }
  return progress;
}

function playOne({ input, facts, names, io, isQuiet }: CampaignPlay, progress: Progress): Progress {
  const beganMs = performance.now();
  const number = numberOf(progress.played, facts.shard);
  const story = storyOfRun(input, facts.seed, number);
  const played = playStory(input, story, `run-${number}`, seedOfRun(facts.seed, number));
  const failure = hasFailed(played) ? keepFailure(input, number, played, names) : null;
  if (failure !== null && !isQuiet) io.out(campaignFailureText(failure, io));
  return progressWith(progress, played, failure, performance.now() - beganMs);
}

function hasFailed(played: PlayedStory): played is PlayedStory & { readonly kind: CampaignFailure['kind'] } {
  return played.kind !== null;
}

function tell(end: CampaignEnd, progress: Progress, io: Io): void {
  io.out(campaignSummary(end, progress, io));
  if (progress.played === end.wanted) return;
  const why = progress.failures.length < MOST_FAILURES ? 'stopped' : `ended after ${MOST_FAILURES} failures`;
  io.out(`The campaign was ${why}: ${progress.played} of ${end.wanted} runs were played.`);
}
