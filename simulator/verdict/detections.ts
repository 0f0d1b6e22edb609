/** Whether every end of a peer was detected, in time and for the right reason. */

import type { Plan } from '../../contract/plan.ts';
import type { DetectionPlan } from '../../contract/promises.ts';
import { NS_PER_MS } from '../clock.ts';
import { durationMs } from '../scenario/format/duration.ts';
import type { Detected } from '../scenario/format/scenario.generated.ts';
import type { ConnectionRecord, DeathCause } from '../scenario/peers/host.ts';
import type { Stint } from '../scenario/testbed/sessions.ts';
import { seconds, span } from '../scenario/words.ts';
import { bad, type Case, type Detection, type Finding, good, stintOf, toMs } from './evidence.ts';

const WORDS: Readonly<Record<DeathCause, string>> = {
  cut: 'cable cut',
  'power-off': 'power off',
  boot: 'rebooted',
  close: 'closed its side',
  abort: 'reset by the peer',
  nat: 'forgotten by the translator',
  'chip-fault': 'chip in trouble',
  hang: 'application hung',
  window: 'stopped reading, window shut',
  goodbye: 'said goodbye',
};

type Dead = ConnectionRecord & { readonly death: NonNullable<ConnectionRecord['death']> };

/** What is promised for one connection's end. */
interface Promise {
  readonly covered: boolean;
  readonly boundMs: number | null;
  /** Any of these is right; none: any at all. */
  readonly reasons: readonly string[];
  /** False: the plan has no row for this failure. */
  readonly isPlanned: boolean;
}

/** The connection of a host that the scenario ended; the latest if there were several. */
function deadOf({ connections }: Case, host: string): Dead | undefined {
  return connections.findLast((record): record is Dead => record.peer === host && record.death !== null);
}

/** A chip's fault is noticed when its sockets are looked at next, whatever the peers do. */
function plannedFor(
  failure: Detected['as'],
  plan: Plan,
  socket: number | null,
): Pick<DetectionPlan, 'covered' | 'boundMs' | 'reasons'> | undefined {
  if (failure === 'chip-fault') {
    return { covered: true, boundMs: plan.loop.worstPollMs, reasons: [failure] };
  }
  const rows = (socket === null ? undefined : plan.sockets[socket]?.detection) ?? plan.detection;
  return rows.find((detection) => detection.failure === failure);
}

/** By the plan of the connection's socket; where that is not known, by the worst of all sockets. */
export function promiseOf(expected: Detected, plan: Plan, socket: number | null): Promise {
  const planned = plannedFor(expected.as, plan, socket);
  return {
    covered: planned?.covered === true || expected.within !== undefined,
    boundMs: expected.within === undefined ? (planned?.boundMs ?? null) : durationMs(expected.within, plan),
    reasons: expected.reason === undefined ? (planned?.reasons ?? []) : [expected.reason],
    isPlanned: planned !== undefined,
  };
}

export function deathFindings(facts: Case): readonly Finding[] {
  return facts.scenario.expect.detected.flatMap((expected) => {
    const hosts = facts.membersOf(expected.peer);
    const findings = hosts.map((host) => findingsFor(facts, host, expected));
    const slowest = slowestOf(facts, hosts);
    const sentence = slowest === null ? undefined : findings[hosts.indexOf(slowest)]?.[0];
    const isWell = hosts.length > 1 && findings.flat().every(({ ok }) => ok);
    return isWell && sentence !== undefined
      ? [good(`All ${hosts.length} of ${expected.peer} were detected, this one last: ${sentence.text}`)]
      : findings.flat();
  });
}

/** The host whose end took longest to be detected; null when one was not. */
function slowestOf(facts: Case, hosts: readonly string[]): string | null {
  const timed = hosts.map((host) => {
    const record = deadOf(facts, host);
    const left = record === undefined ? null : (stintOf(facts, record)?.left ?? null);
    return { host, latencyNs: record === undefined || left === null ? null : left.atNs - record.death.atNs };
  });
  if (timed.some(({ latencyNs }) => latencyNs === null)) return null;
  return timed.sort((a, b) => (b.latencyNs ?? 0) - (a.latencyNs ?? 0))[0]?.host ?? null;
}

function findingsFor(facts: Case, host: string, expected: Detected): readonly Finding[] {
  const record = deadOf(facts, host);
  if (record === undefined)
    return [bad(`${host}: the scenario expects its end to be detected, but no connection of it was ended.`)];
  const stint = stintOf(facts, record);
  if (stint === undefined) return [bad(`${host}: its connection never reached a socket of the chip.`)];
  const promise = promiseOf(expected, facts.plan, stint.socket);
  if (!promise.covered || promise.boundMs === null)
    return [uncovered(facts, record, stint, because(facts, expected, promise))];
  return covered(facts, record, stint, promise, promise.boundMs);
}

function uncovered(facts: Case, record: Dead, stint: Stint, because: string): Finding {
  const { death } = record;
  const story = `${record.peer}: ${WORDS[death.cause]} at ${seconds(death.atNs)}`;
  const stoodNs = facts.stepsDoneNs - death.atNs;
  return stint.left === null
    ? good(
        `${story}; not covered, as the plan says: socket ${stint.socket} is still ESTABLISHED ${seconds(stoodNs)} later${because}.`,
      )
    : bad(
        `${story}; the plan says that nothing covers this, yet socket ${stint.socket} left ESTABLISHED ${span(stint.left.atNs - death.atNs)} later.`,
      );
}

/** `, because …`; empty when nobody gave words for it. */
function because({ whyUndetected }: Case, { as }: Detected, { isPlanned }: Promise): string {
  if (!isPlanned || as === 'chip-fault') return ', because the plan does not know this failure';
  return whyUndetected === undefined ? '' : `, because ${whyUndetected(as)}`;
}

function covered(facts: Case, record: Dead, stint: Stint, promise: Promise, boundMs: number): readonly Finding[] {
  const { death, peer } = record;
  const [story, bound] = [`${peer}: ${WORDS[death.cause]} at ${seconds(death.atNs)}`, seconds(boundMs * NS_PER_MS)];
  const { left, report, socket } = stint;
  if (left === null) {
    const waited = seconds(facts.endNs - death.atNs);
    return [
      bad(`${story}, not detected: socket ${socket} is still ESTABLISHED ${waited} later; the bound is ${bound}.`),
    ];
  }
  if (left.atNs < death.atNs) return []; // closed while the peer lived, which is judged elsewhere
  const latency = span(left.atNs - death.atNs);
  const findings: Finding[] = [];
  if (toMs(left.atNs - death.atNs) > boundMs)
    findings.push(
      bad(`${story}, detected too late: socket ${socket} left ESTABLISHED ${latency} later; the bound is ${bound}.`),
    );
  if (report === null) {
    findings.push(
      bad(`${story}, socket ${socket} left ESTABLISHED ${latency} later, but the firmware never told its application.`),
    );
  } else if (promise.reasons.length > 0 && !promise.reasons.includes(report.reason)) {
    const right = promise.reasons.map((reason) => `"${reason}"`).join(' or ');
    findings.push(bad(`${story}, reported with the wrong reason: "${report.reason}"; the plan says ${right}.`));
  } else if (toMs(report.atNs - death.atNs) > boundMs && findings.length === 0) {
    findings.push(
      bad(
        `${story}, told to the application too late: ${span(report.atNs - death.atNs)} later; the bound is ${bound}.`,
      ),
    );
  }
  const told = report === null ? '' : `, reason ${report.reason}`;
  return findings.length > 0
    ? findings
    : [good(`${story}, detected: socket ${socket} left ESTABLISHED ${latency} later${told}; the bound is ${bound}.`)];
}

/** One row per connection that the scenario ended, expected or not. */
export function detectionsOf(facts: Case): readonly Detection[] {
  const dead = facts.connections.filter((record): record is Dead => record.death !== null);
  return dead.map((record) => {
    const expected = facts.scenario.expect.detected.find(({ peer }) => facts.membersOf(peer).includes(record.peer));
    const stint = stintOf(facts, record);
    const left = stint?.left ?? null;
    const isPromised = expected !== undefined && facts.foreign !== true;
    return {
      socket: stint?.socket ?? null,
      peer: record.peer,
      diedAtMs: toMs(record.death.atNs),
      closedAtMs: left === null ? null : toMs(left.atNs),
      latencyMs: left === null ? null : toMs(left.atNs - record.death.atNs),
      boundMs: isPromised ? promiseOf(expected, facts.plan, stint?.socket ?? null).boundMs : null,
      reason: stint?.report?.reason ?? null,
    };
  });
}
