/** Whether every failure of a peer was detected, in time and with the right reason. */

import { type Nanos, NS_PER_MS } from '../clock.ts';
import { type PromisedDetection, promisedFor } from '../scenario/format/promised.ts';
import type { Detected } from '../scenario/format/scenario.generated.ts';
import { actualFailure } from '../scenario/record/actual-failure.ts';
import { type ConnectionRecord, isEchoed } from '../scenario/record/connection-record.ts';
import type { DeviceSession } from '../scenario/record/sessions.ts';
import { mayStayUntold } from '../scenario/record/untold.ts';
import { isKeptOpen } from '../scenario/testbed/kept-open.ts';
import { span, timeText } from '../words.ts';
import { causeText } from './causes.ts';
import {
  bad,
  type Case,
  type Detection,
  type FailedConnection,
  failedOf,
  good,
  latestOf,
  sessionOf,
  toMs,
  type VerdictReason,
} from './evidence.ts';
import { uncoveredFindings } from './uncovered.ts';

export function detectionFindings(facts: Case): readonly VerdictReason[] {
  return facts.scenario.expect.detected.flatMap((expected) => {
    const hosts = facts.membersOf(expected.peer);
    const findings = hosts.map((host) => findingsFor(facts, host, expected));
    const slowest = slowestOf(facts, hosts);
    const sentence = slowest === null ? undefined : findings[hosts.indexOf(slowest)]?.[0];
    const isWell = hosts.length > 1 && findings.flat().every(({ tone }) => tone === 'good');
    return isWell && sentence !== undefined
      ? [good(`All ${hosts.length} of ${expected.peer} were detected, this one last: ${sentence.text}`)]
      : findings.flat();
  });
}

/** The host whose failure took longest to detect; null if one was not detected. */
function slowestOf(facts: Case, hosts: readonly string[]): string | null {
  const timed = hosts.map((host) => {
    const record = failedOf(facts, host);
    const left = record === undefined ? null : (sessionOf(facts, record)?.left ?? null);
    return { host, latencyNs: record === undefined || left === null ? null : left.atNs - record.failure.atNs };
  });
  if (timed.some(({ latencyNs }) => latencyNs === null)) return null;
  return timed.sort((a, b) => (b.latencyNs ?? 0) - (a.latencyNs ?? 0))[0]?.host ?? null;
}

function findingsFor(facts: Case, host: string, expected: Detected): readonly VerdictReason[] {
  const record = failedOf(facts, host);
  if (record === undefined && isSpared(facts, host))
    return [good(`${host}: it did not fail, because that depends on what the application sends.`)];
  if (record === undefined) return neverEnded(facts, host, expected);
  const session = sessionOf(facts, record);
  if (session === undefined) return [bad(`${host}: its connection never reached a socket of the chip.`)];
  const actual = { ...expected, as: actualFailure(expected.as, record, session) };
  const promise = promisedFor(actual, facts.plan, session.socket);
  if (!promise.covered || promise.boundMs === null) return uncoveredFindings(facts, record, session, actual, promise);
  return covered(facts, record, session, expected, promise, promise.boundMs);
}

/** Right only where the device itself has kept a router from forgetting; with which right it ends, is judged elsewhere. */
function neverEnded(facts: Case, host: string, { as, reason, within }: Detected): readonly VerdictReason[] {
  const record = latestOf(facts, host);
  const session = record === undefined ? undefined : sessionOf(facts, record);
  const isDemanded = as !== 'nat-forgot' || reason !== undefined || within !== undefined;
  if (isDemanded || session === undefined || !isKeptOpen(session, facts, facts.stepsDoneNs))
    return [bad(`${host}: the scenario expects its end to be detected, but no connection of it was ended.`)];
  const { left, socket } = session;
  const kept = `the NAT router has not forgotten its connection, since the device sends by itself often enough`;
  if (left === null) return [good(`${host}: ${kept}.`)];
  return [
    good(`${host}: socket ${socket} left ESTABLISHED at ${timeText(left.atNs)}, before the NAT router forgot it.`),
  ];
}

/** What the application says decides whether a window closes, or a NAT router forgets; only an echo can be relied on. */
function isSpared(facts: Case, host: string): boolean {
  const record = latestOf(facts, host);
  return record !== undefined && record.failure === null && !isEchoed(record);
}

/** The socket was left while the peer was alive; elsewhere it is judged whether that was right. */
function closedBefore(
  { peer, failure }: FailedConnection,
  { socket, report }: DeviceSession,
  leftNs: number,
  { reason, within }: Detected,
): readonly VerdictReason[] {
  const reported = report === null ? '' : `, reason ${report.reason}`;
  const text = `${peer}: ${causeText(failure.cause)} at ${timeText(failure.atNs)}, when socket ${socket} had left ESTABLISHED already, at ${timeText(leftNs)}${reported}`;
  const isDemanded = within !== undefined || (reason !== undefined && reason !== report?.reason);
  return [isDemanded ? bad(`${text}; the scenario demands that the failure is detected.`) : good(`${text}.`)];
}

function covered(
  facts: Case,
  record: FailedConnection,
  session: DeviceSession,
  expected: Detected,
  promise: PromisedDetection,
  boundMs: number,
): readonly VerdictReason[] {
  const { failure, peer } = record;
  const [story, bound] = [
    `${peer}: ${causeText(failure.cause)} at ${timeText(failure.atNs)}`,
    timeText(boundMs * NS_PER_MS),
  ];
  const { left, report, socket } = session;
  if (left === null) {
    const waited = timeText(facts.endNs - failure.atNs);
    return [
      bad(`${story}, not detected: socket ${socket} is still ESTABLISHED ${waited} later; the bound is ${bound}.`),
    ];
  }
  if (left.atNs < failure.atNs) return closedBefore(record, session, left.atNs, expected);
  const latency = span(left.atNs - failure.atNs);
  const findings: VerdictReason[] = [];
  if (toMs(left.atNs - failure.atNs) > boundMs)
    findings.push(
      bad(`${story}, detected too late: socket ${socket} left ESTABLISHED ${latency} later; the bound is ${bound}.`),
    );
  if (report === null && mayStayUntold(facts.plan, record)) {
    // What the application has done itself, it knows.
  } else if (report === null) {
    findings.push(
      bad(
        `${story}, socket ${socket} left ESTABLISHED ${latency} later, but the firmware did not report it to its application.`,
      ),
    );
  } else if (promise.reasons.length > 0 && !promise.reasons.includes(report.reason)) {
    const right = promise.reasons.map((reason) => `"${reason}"`).join(' or ');
    findings.push(bad(`${story}, reported with the wrong reason: "${report.reason}"; the plan says ${right}.`));
  } else if (toMs(report.atNs - handledFromNs(record, session, failure.atNs)) > boundMs && findings.length === 0) {
    findings.push(
      bad(
        `${story}, reported to the application too late: ${span(report.atNs - failure.atNs)} later; the bound is ${bound}.`,
      ),
    );
  }
  const reported = report === null ? '' : `, reason ${report.reason}`;
  return findings.length > 0
    ? findings
    : [
        good(
          `${story}, detected: socket ${socket} left ESTABLISHED ${latency} later${reported}; the bound is ${bound}.`,
        ),
      ];
}

/**
 * From when on a report is awaited. An application that takes its time with what was sent before a FIN delays it; one that
 * echoes takes everything at once.
 */
function handledFromNs(record: ConnectionRecord, { readsNs, sendsNs }: DeviceSession, failedNs: Nanos): Nanos {
  return isEchoed(record) ? failedNs : Math.max(failedNs, readsNs.at(-1) ?? 0, sendsNs.at(-1) ?? 0);
}

function toldMsOf(record: FailedConnection, session: DeviceSession): number | null {
  const { report } = session;
  return report === null ? null : toMs(report.atNs - handledFromNs(record, session, record.failure.atNs));
}

/** One row per failed connection, expected or not. */
export function detectionsOf(facts: Case): readonly Detection[] {
  const dead = facts.connections.filter((record): record is FailedConnection => record.failure !== null);
  return dead.map((record) => {
    const expected = facts.scenario.expect.detected.find(({ peer }) => facts.membersOf(peer).includes(record.peer));
    const session = sessionOf(facts, record);
    const left = session?.left ?? null;
    const isPromised = expected !== undefined && facts.externalFirmware !== true;
    return {
      socket: session?.socket ?? null,
      peer: record.peer,
      diedAtMs: toMs(record.failure.atNs),
      closedAtMs: left === null ? null : toMs(left.atNs),
      latencyMs: left === null ? null : toMs(left.atNs - record.failure.atNs),
      toldMs: session === undefined ? null : toldMsOf(record, session),
      boundMs: isPromised
        ? promisedFor(
            { ...expected, as: actualFailure(expected.as, record, session) },
            facts.plan,
            session?.socket ?? null,
          ).boundMs
        : null,
      reason: session?.report?.reason ?? null,
    };
  });
}
