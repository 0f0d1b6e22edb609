import { setImmediate } from 'node:timers/promises';
import type { Plan } from '../../../contract/plan.ts';
import { seedOfRun } from '../../../simulator/campaign/dice.ts';
import { type CampaignInput, type PlayedStory, playStory, storyOfRun } from '../../../simulator/campaign/play-story.ts';
import type { Io } from '../io.ts';
import { onEndingSignal } from '../terminal/signals.ts';
import { type CampaignFailure, type FailureNames, keepFailure } from './failures.ts';
import { type Progress, progressWith } from './progress.ts';
import { type CampaignEnd, type CampaignFacts, campaignFailureText, campaignProgress } from './report.ts';
import { numberOf } from './shard.ts';

/** There is enough to mend then. */
export const MOST_FAILURES = 20;
const TELL_EVERY_MS = 30_000;
const SAVE_EVERY_MS = 5000;

export interface CampaignPlay {
  readonly input: CampaignInput & { readonly plan: Plan };
  readonly facts: CampaignFacts;
  readonly end: CampaignEnd;
  readonly names: FailureNames;
  readonly io: Io;
  readonly isQuiet: boolean;
  /** Called at the beginning, now and then, after each failure, and at the end. */
  readonly save: (progress: Progress) => void;
}

/** Until all runs are played, too many have failed, or a signal comes. */
export async function playCampaign(play: CampaignPlay, begun: Progress): Promise<Progress> {
  const { end, io, isQuiet, save } = play;
  let [progress, isStopped] = [begun, false];
  const [isTimeToTell, isTimeToSave] = [every(TELL_EVERY_MS), every(SAVE_EVERY_MS)];
  save(begun); // a file that cannot be written is told at once
  const restore = onEndingSignal(() => {
    isStopped = true;
  });
  try {
    while (progress.played < end.wanted && progress.failures.length < MOST_FAILURES && !isStopped) {
      const before = progress.failures.length;
      progress = playOne(play, progress);
      if (progress.failures.length > before || isTimeToSave()) save(progress);
      if (!isQuiet && isTimeToTell()) io.err(campaignProgress(end, progress));
      await setImmediate(); // signals come in between
    }
  } finally {
    restore();
  }
  save(progress);
  return progress;
}

function every(periodMs: number): () => boolean {
  let lastMs = performance.now();
  return () => {
    const isTime = performance.now() - lastMs >= periodMs;
    if (isTime) lastMs = performance.now();
    return isTime;
  };
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
