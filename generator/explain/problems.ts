import type { Plan } from '../../contract/plan.ts';
import type { DetectionPlan } from '../../contract/promises.ts';
import type { Finding } from '../../document/finding.ts';
import { allOf } from '../../document/words/printed.ts';
import { frequency } from '../firmware/c-text.ts';
import { methodsOf, sendingsOf } from '../methods/used.ts';
import { overBudget } from '../plan/check.ts';
import { seconds } from './format.ts';
import { warningText } from './remarks.ts';
import { termName } from './terms.ts';

/** What is wrong with a plan although its spec is valid. */
export function planProblems(plan: Planned): readonly Finding[] {
  return [...budgetProblems(plan), ...watchdogProblems(plan), ...paceProblems(plan)];
}

type Planned = Pick<Plan, 'sockets' | 'detectionBudgetMs' | 'warnings' | 'watch' | 'watchdog' | 'loop' | 'spi'>;

function budgetProblems(plan: Planned): readonly Finding[] {
  const over = overBudget(plan);
  if (over.length === 0) return [];
  const budgetS = Number(((plan.detectionBudgetMs ?? 0) / 1000).toPrecision(12));
  const message = `The limit is ${budgetS} s, but ${slowText(over)}. Allow more time, or set shorter periods.${holdReason(plan, over)}`;
  return [{ pointer: '/detection/maxSeconds', rule: 'detection/budget', message }];
}

/** Failures with the same time and cause together, so that the times can be read. */
function slowText(over: readonly DetectionPlan[]): string {
  const failures = new Map<string, string[]>();
  for (const row of over) {
    const time = `up to ${seconds(row.boundMs ?? 0)} (longest part: ${longestTerm(row)})`;
    failures.set(time, [...(failures.get(time) ?? []), row.failure]);
  }
  return [...failures].map(([time, of]) => `${allOf(of)} ${of.length === 1 ? 'takes' : 'take'} ${time}`).join('; ');
}

/** A watchdog that the longest poll would let expire. */
function watchdogProblems({ watchdog, loop, sockets, spi }: Planned): readonly Finding[] {
  if (watchdog === null || watchdog.timeoutMs > loop.longestPollMs) return [];
  const count = sockets.length === 1 ? 'one socket' : `${sockets.length} sockets`;
  const poll = `a poll with ${count} and SPI at ${frequency(spi.clockHz)}`;
  const why = `${[poll, ...partsOfFeeding(loop)].join(' and ')} ${loop.callEveryMs === null ? 'takes' : 'take'} up to ${loop.longestPollMs} ms`;
  const shorter = loop.callEveryMs === null ? '' : 'a shorter "callEveryMs", ';
  const message = `Found ${watchdog.timeoutMs} ms, but ${why}. Set more than ${loop.longestPollMs} ms, or ${shorter}a faster SPI or fewer sockets.`;
  return [{ pointer: '/watchdog/timeoutMs', rule: 'watchdog/poll', message }];
}

/** What else may pass from one feeding of the watchdog to the next. */
function partsOfFeeding({ callEveryMs, stuckMs }: Plan['loop']): readonly string[] {
  return [
    ...(callEveryMs === null ? [] : [`the pause before it ("callEveryMs", ${callEveryMs} ms)`]),
    ...(stuckMs === null ? [] : [`the timeout of HAL for an SPI transfer (${stuckMs} ms)`]),
  ];
}

/** From one SEND to the next the loop needs calls for what is received: one that sends in each call serves nobody. */
const CALLS_PER_SENDING = 4;

/** A loop that is called so seldom that it only sends. */
function paceProblems(plan: Planned): readonly Finding[] {
  const { callEveryMs } = plan.loop;
  if (callEveryMs === null) return [];
  const sendings = plan.sockets.flatMap((socket) => sendingsOf(methodsOf(plan, socket)));
  const [first] = sendings.flatMap(({ again }) => again ?? []).toSorted((a, b) => a.afterMs - b.afterMs);
  if (first === undefined || first.afterMs >= CALLS_PER_SENDING * callEveryMs) return [];
  const most = Math.floor(first.afterMs / CALLS_PER_SENDING);
  const message = `Found ${callEveryMs} ms, but the firmware needs ${CALLS_PER_SENDING} calls within ${first.key} (${seconds(first.afterMs)}). Set "callEveryMs" to ${most} or less, or a longer ${first.key}.`;
  return [{ pointer: '/callEveryMs', rule: 'call-every/sends', message }];
}

/** Why probes come later than the periods say. */
function holdReason({ warnings }: Pick<Plan, 'warnings'>, over: readonly DetectionPlan[]): string {
  const isHeld = over.some(({ terms }) => terms.some(({ key }) => key === 'probe-hold'));
  const warning = warnings.find(({ key }) => key === 'held-probes');
  return isHeld && warning !== undefined ? ` ${warningText(warning)}` : '';
}

function longestTerm({ terms }: DetectionPlan): string {
  const longest = terms.toSorted((a, b) => b.ms - a.ms)[0];
  return longest === undefined ? 'none' : `${termName(longest)} ${seconds(longest.ms)}`;
}
