/** The sums of a campaign; those of its shards add up. */
import type { CampaignFault } from './faults.ts';
import { CAMPAIGN_FAULT_NAMES } from './faults.ts';
import type { CampaignFailureKind, PlayedStory } from './play-story.ts';
import { faultsIn } from './story.ts';

export const FAILURE_KINDS: readonly CampaignFailureKind[] = ['hung', 'lost', 'closed', 'violation', 'other'];

export interface CampaignTally {
  readonly runs: number;
  readonly passed: number;
  /** Nothing failed, and something happened that nothing in the spec covers. */
  readonly notCovered: number;
  readonly failed: Readonly<Record<CampaignFailureKind, number>>;
  readonly faults: Readonly<Record<CampaignFault, number>>;
  readonly simulatedMs: number;
}

export const EMPTY_TALLY: CampaignTally = {
  runs: 0,
  passed: 0,
  notCovered: 0,
  failed: counts(FAILURE_KINDS, []),
  faults: counts(CAMPAIGN_FAULT_NAMES, []),
  simulatedMs: 0,
};

export function tallyWith(tally: CampaignTally, { story, run, kind }: PlayedStory): CampaignTally {
  return {
    runs: tally.runs + 1,
    passed: tally.passed + (run.verdict === 'pass' ? 1 : 0),
    notCovered: tally.notCovered + (run.verdict === 'not-covered' ? 1 : 0),
    failed: added(tally.failed, counts(FAILURE_KINDS, kind === null ? [] : [kind])),
    faults: added(tally.faults, counts(CAMPAIGN_FAULT_NAMES, faultsIn(story))),
    simulatedMs: tally.simulatedMs + run.stats.simulatedMs,
  };
}

export function sumOfCounts(all: Readonly<Record<string, number>>): number {
  return Object.values(all).reduce((sum, count) => sum + count, 0);
}

function counts<Name extends string>(names: readonly Name[], met: readonly Name[]): Readonly<Record<Name, number>> {
  const rows = names.map((name) => [name, met.filter((one) => one === name).length] as const);
  return Object.fromEntries(rows) as Readonly<Record<Name, number>>;
}

function added<Name extends string>(
  one: Readonly<Record<Name, number>>,
  other: Readonly<Record<Name, number>>,
): Readonly<Record<Name, number>> {
  const rows = Object.entries<number>(one).map(([name, count]) => [name, count + (other[name as Name] ?? 0)] as const);
  return Object.fromEntries(rows) as Readonly<Record<Name, number>>;
}
