import type { Play, RunStats } from '../scenario/play.ts';
import type { TimelineEvent } from '../timeline.ts';
import type { Verdict } from './judge.ts';

/** A scenario that was played, with its verdict. */
export interface Run extends Verdict {
  readonly scenario: string;
  readonly title: string;
  readonly engine: Play['engine'];
  readonly seed: number;
  /** As in a verdict; on a failure the last one is the command that repeats the run. */
  readonly reasons: readonly string[];
  readonly timeline: readonly TimelineEvent[];
  readonly stats: RunStats;
}
