/** The input of a verdict, and its parts. */
import type { WhyUndetected } from '../../contract/promises.ts';
import { type Nanos, NS_PER_MS } from '../clock.ts';
import type { ConnectionRecord } from '../scenario/record/connection-record.ts';
import type { PlayedScenario } from '../scenario/record/played.ts';
import { type DeviceSession, sessionFor, sessionsOf } from '../scenario/record/sessions.ts';

export interface Evidence extends PlayedScenario {
  /** Words for failures that nothing detects; absent: verdicts do not say why. */
  readonly whyUndetected?: WhyUndetected;
}

/** Evidence with the timeline per connection. */
export interface Case extends Evidence {
  readonly sessions: readonly DeviceSession[];
}

/** A connection whose peer's side the scenario has ended. */
export type FailedConnection = ConnectionRecord & { readonly failure: NonNullable<ConnectionRecord['failure']> };

/**
 * A sentence for a person. `good`: it speaks for the firmware; `bad`: against it; `gap`: nothing in the spec covers what
 * happened, and the firmware did what the plan says.
 */
export interface VerdictReason {
  readonly tone: 'good' | 'bad' | 'gap';
  readonly text: string;
}

export interface Detection {
  /** Null if the connection never reached a socket. */
  readonly socket: number | null;
  readonly peer: string;
  readonly diedAtMs: number;
  /** When the socket left ESTABLISHED; null if it did not. */
  readonly closedAtMs: number | null;
  readonly latencyMs: number | null;
  /**
   * From the failure until the application was told, or from when on an application that takes its time could be told. The
   * bound holds for it too. Null if it was not told.
   */
  readonly toldMs: number | null;
  /** Null if nothing was promised. */
  readonly boundMs: number | null;
  /** The reason that the firmware reported to its application. */
  readonly reason: string | null;
}

export interface Violation {
  readonly atNs: Nanos;
  readonly rule: string;
  readonly text: string;
  /** How often it happened, and when last; absent: once. */
  readonly times?: number;
  readonly lastNs?: Nanos;
}

export function caseOf(evidence: Evidence): Case {
  return { ...evidence, sessions: sessionsOf(evidence.timeline, evidence.plan.watching !== null) };
}

export function sessionOf({ sessions }: Case, record: ConnectionRecord): DeviceSession | undefined {
  return sessionFor(sessions, record);
}

/** Whether the chip was faulty during the session: then not everything is caused by the firmware. */
export function overlapsFault({ faultIntervals }: Case, { establishedAtNs, left }: DeviceSession): boolean {
  return faultIntervals.some(({ fromNs, untilNs }) => {
    const endsBefore = left !== null && left.atNs < fromNs;
    return !endsBefore && (untilNs === null || establishedAtNs < untilNs);
  });
}

/** The hosts behind a name that took part to the end. */
export function stayersOf({ membersOf, leftOut }: Case, name: string): readonly string[] {
  return membersOf(name).filter((host) => !leftOut.some(({ peer }) => peer === host));
}

/**
 * The connection of a host that failed; of several the latest that the steps can have ended. A peer that closes at once
 * goes on to do so after the steps, and the run ends somewhere in between.
 */
export function failedOf({ connections, stepsDoneNs }: Case, host: string): FailedConnection | undefined {
  const failed = connections.filter(
    (record): record is FailedConnection => record.peer === host && record.failure !== null,
  );
  return failed.findLast(({ failure }) => failure.atNs <= stepsDoneNs) ?? failed.at(-1);
}

/** The latest connection of a host. */
export function latestOf({ connections }: Case, host: string): ConnectionRecord | undefined {
  return connections.findLast((record) => record.peer === host);
}

export function toMs(ns: Nanos): number {
  return ns / NS_PER_MS;
}

export function good(text: string): VerdictReason {
  return { tone: 'good', text };
}

export function bad(text: string): VerdictReason {
  return { tone: 'bad', text };
}

export function gap(text: string): VerdictReason {
  return { tone: 'gap', text };
}
