/** A campaign while it runs: what was played, and what came of it. */
import type { PlayedStory } from '../../../simulator/campaign/play-story.ts';
import { type CampaignTally, EMPTY_TALLY, tallyWith } from '../../../simulator/campaign/tally.ts';
import type { CampaignFailure } from './failures.ts';

/** Kept between two calls of the command, as JSON. */
export interface Progress {
  /** How many runs of the shard were played. */
  readonly played: number;
  readonly tally: CampaignTally;
  readonly failures: readonly CampaignFailure[];
  readonly elapsedMs: number;
}

export const BEGINNING_OF_ALL: Progress = { played: 0, tally: EMPTY_TALLY, failures: [], elapsedMs: 0 };

export function progressWith(
  progress: Progress,
  played: PlayedStory,
  failure: CampaignFailure | null,
  elapsedMs: number,
): Progress {
  return {
    played: progress.played + 1,
    tally: tallyWith(progress.tally, played),
    failures: failure === null ? progress.failures : [...progress.failures, failure],
    elapsedMs: progress.elapsedMs + elapsedMs,
  };
}
