/** What a plan does not detect although its user expects it. */
import type { Plan } from '../../contract/plan.ts';
import type { Failure, Remark } from '../../contract/promises.ts';
import { GENERAL_FAILURES } from '../methods/failures.ts';

/** `sockets`: those that are meant; null: every socket. `keys`: any one of these keys of the spec helps. */
type Gap = {
  readonly sockets: readonly number[] | null;
  readonly keys: readonly string[];
};

export type PlanWarning =
  /** A dead peer of these sockets is never detected, however long it has sent data before. */
  | ({ readonly key: 'undetected'; readonly failures: readonly Failure[] } & Gap)
  /** The budget for detection holds for no dead peer of these sockets. */
  | ({ readonly key: 'budget-without-detection'; readonly budgetMs: number } & Gap)
  | ({ readonly key: 'silent-client' } & Gap);

type Planned = Pick<Plan, 'sockets' | 'detectionBudgetMs'>;

/** False: the spec with every default has this warning too, so a strict check of specs does not fail because of it. */
export function failsStrict({ key }: Remark): boolean {
  return key !== 'silent-client';
}

/** The peer's kernel is out of reach or knows nothing of the connection, after both sides have sent. */
const DEAD: readonly Failure[] = GENERAL_FAILURES.filter(
  ({ name, kernel }) => (kernel === 'gone' || kernel === 'restarted') && name !== 'silent-client',
).map(({ name }) => name);

export function planWarnings({ sockets, detectionBudgetMs }: Planned): PlanWarning[] {
  const open = DEAD.filter((failure) => gapOf(sockets, failure) !== null);
  const gaps = open.flatMap((failure) => gapOf(sockets, failure) ?? []);
  const undetected =
    gaps.length === 0 ? [] : [{ key: 'undetected' as const, failures: open, ...together(gaps, sockets.length) }];
  const unwatched = gapOf(sockets, 'power-cut');
  const budget =
    detectionBudgetMs === null || unwatched === null
      ? []
      : [{ key: 'budget-without-detection' as const, budgetMs: detectionBudgetMs, ...unwatched }];
  const silent = gapOf(sockets, 'silent-client');
  return [...undetected, ...budget, ...(silent === null ? [] : [{ key: 'silent-client' as const, ...silent }])];
}

/** Null: every socket detects the failure. */
function gapOf(sockets: Planned['sockets'], failure: Failure): Gap | null {
  const rows = sockets.flatMap(({ number, detection }) => {
    const row = detection.find((it) => it.failure === failure && !it.covered);
    return row === undefined ? [] : [{ sockets: [number], keys: row.coveredBy }];
  });
  return rows.length === 0 ? null : together(rows, sockets.length);
}

/** The sockets of all gaps, and the keys that help in each of them. */
function together(gaps: readonly Gap[], socketCount: number): Gap {
  const numbers = [...new Set(gaps.flatMap(({ sockets }) => sockets ?? []))];
  const isAll = gaps.some(({ sockets }) => sockets === null) || numbers.length === socketCount;
  const [first, ...others] = gaps;
  const keys = (first?.keys ?? []).filter((key) => others.every((gap) => gap.keys.includes(key)));
  return { sockets: isAll ? null : numbers, keys };
}
