import { farSideOf } from '../../generator/methods/far-side.ts';
import type { Scenario } from '../../simulator/scenario/format/scenario.generated.ts';
import { farSidesOf } from '../../simulator/scenario/peers/far-sides.ts';
import type { ConnectionRecord } from '../../simulator/scenario/record/connection-record.ts';
import type { EventBody, TimelineEvent } from '../../simulator/timeline.ts';
import type { Evidence } from '../../simulator/verdict/evidence.ts';
import { smallPlan } from './plan.ts';

const S = 1_000_000_000;
export const ADDRESS = '192.168.1.10:49152';

/** Events written as [seconds, event]. */
export function timeline(...rows: readonly (readonly [atS: number, event: EventBody])[]): readonly TimelineEvent[] {
  return rows.map(([atS, event]) => ({ atNs: Math.round(atS * S), ...event }));
}

export const established: EventBody = {
  kind: 'socket-state',
  socket: 0,
  from: 'SYNRECV',
  to: 'ESTABLISHED',
  cause: 'handshake',
  peer: ADDRESS,
};
export const received: EventBody = { kind: 'received', socket: 0 };
export const read: EventBody = { kind: 'command', socket: 0, command: 'RECV' };
export const sent: EventBody = { kind: 'command', socket: 0, command: 'SEND' };
export const probe: EventBody = { kind: 'probe', socket: 0, attempt: 0 };
export const repeated: EventBody = { kind: 'probe', socket: 0, attempt: 1 };
export const answered: EventBody = { kind: 'probe-answered', socket: 0 };

export function left(to: string, cause: 'timeout' | 'rst' | 'fin'): EventBody {
  return { kind: 'socket-state', socket: 0, from: 'ESTABLISHED', to, cause };
}

export function ended(reason: string): EventBody {
  return { kind: 'firmware', what: 'ended', socket: 0, reason };
}

export function client(change: Partial<ConnectionRecord> = {}): ConnectionRecord {
  return {
    peer: 'client',
    address: ADDRESS,
    port: 5000,
    establishedAtNs: S,
    failure: null,
    stoppedReading: false,
    sent: new Uint8Array(),
    received: new Uint8Array(),
    ...change,
  };
}

export function cutAt(atS: number): Partial<ConnectionRecord> {
  return { failure: { atNs: atS * S, cause: 'cut' } };
}

export function expecting(expect: Partial<Scenario['expect']>): Scenario['expect'] {
  return { detected: [], alive: [], listening: false, echoed: [], probesAnswered: [], ...expect };
}

/** A run of 60 s with one client, whose steps took 59 s. */
export function evidence(change: Partial<Evidence> & { readonly expect?: Partial<Scenario['expect']> }): Evidence {
  const { expect = {}, plan = smallPlan(), ...rest } = change;
  const scenario = { name: 'mine', title: 'Mine', peers: [], link: {}, steps: [], expect: expecting(expect) };
  return {
    plan,
    farSides: farSidesOf(plan, farSideOf),
    scenario: scenario as unknown as Scenario,
    timeline: [],
    connections: [client()],
    faultIntervals: [],
    membersOf: (name) => [name],
    leftOut: [],
    engine: { end: 'stopped' },
    unfinished: null,
    stepsDoneNs: 59 * S,
    endNs: 60 * S,
    ...rest,
  };
}
