/**
 * States × methods × failures: with each method, in each state between LISTEN and LISTEN, the peer goes in each way. The
 * port is open again within the limit of the state; a peer that is only slow is not cut off.
 */
import { describe, expect, test } from 'vitest';
import { NS_PER_MS } from '../../simulator/clock.ts';
import type { Connection } from '../../simulator/host/connection.ts';
import type { Peer } from '../../simulator/host/peer.ts';
import type { Task } from '../../simulator/scenario/testbed/scheduler.ts';
import { type Built, CHIPS } from '../whole/firmware.ts';
import { pattern, pause, type Rig } from '../whole/rig.ts';
import { shareOf } from '../whole/share.ts';
import { STOPPABLE } from './apps.ts';
import { METHODS } from './methods.ts';
import { endsOf, firmware, play, statesOf, utf8 } from './rig.ts';

/** The far side of one connection, and what the tests do to it. */
interface FarSide {
  readonly rig: Rig;
  readonly peer: Peer;
  readonly connection: Connection;
}

/** How a state is reached, how long it may last, and what ends it in order. */
interface State {
  readonly reach: (rig: Rig, peer: Peer) => Task<Connection>;
  readonly limitMs: (plan: Built['plan']) => number;
  /** The peer does what the state waits for, as late as it may. Absent: it is the handshake, or waits for nothing. */
  readonly finish?: (far: FarSide) => void;
  /** Needs an application that stops on a letter, so it is not for WebSockets. */
  readonly stops?: true;
}

const SHORT_MS = 30;
/** Longer than any latency of the firmware, shorter than any limit. */
const DELAY_MS = 300;

function until(rig: Rig, state: string): Task {
  return rig.until(state, () => statesOf(rig).at(-1)?.state === state, 20_000);
}

function delay(rig: Rig, ms: number, direction: 'to-device' | 'from-device'): void {
  rig.link.impair({ delayNs: Math.round(ms * NS_PER_MS) }, [direction]);
}

function after(rig: Rig, ms: number, run: () => void): void {
  rig.clock.after(Math.round(ms * NS_PER_MS), run);
}

function* talked(rig: Rig, peer: Peer): Task<Connection> {
  const connection = yield* rig.connected(peer, 1000);
  yield pause(5);
  return connection;
}

/** The application stops the connection; its FIN is on its way. */
function* stopped(rig: Rig, connection: Connection): Task {
  connection.send(utf8('s'));
  yield* until(rig, 'FIN_WAIT');
}

const STATES: Readonly<Record<string, State>> = {
  SYNRECV: {
    *reach(rig, peer) {
      delay(rig, DELAY_MS, 'to-device');
      const connection = rig.dial(peer, 30_000);
      yield* until(rig, 'SYNRECV');
      return connection;
    },
    limitMs: ({ limits }) => limits.stateMs,
  },
  CLOSE_WAIT: {
    stops: true, // an echo waits to be read
    *reach(rig, peer) {
      const connection = yield* talked(rig, peer);
      connection.autoRead = false;
      connection.send(pattern(2000));
      connection.close();
      yield* until(rig, 'CLOSE_WAIT');
      yield pause(DELAY_MS);
      return connection;
    },
    limitMs: ({ sockets }) => sockets[0]?.limits.halfClosedMs ?? Number.NaN,
    finish: ({ rig, connection }) =>
      after(rig, (rig.plan.sockets[0]?.limits.halfClosedMs ?? 0) / 2, () => {
        connection.autoRead = true;
      }),
  },
  LAST_ACK: {
    *reach(rig, peer) {
      const connection = yield* talked(rig, peer);
      connection.close();
      // The FIN has left; from now on what the peer says comes late.
      yield* rig.until(
        'CLOSE_WAIT',
        () => ['CLOSE_WAIT', 'LAST_ACK'].includes(statesOf(rig).at(-1)?.state ?? ''),
        1000,
      );
      delay(rig, rig.plan.retransmission.tcpTimeoutMs - SHORT_MS, 'to-device');
      yield* until(rig, 'LAST_ACK');
      return connection;
    },
    limitMs: ({ limits }) => limits.stateMs,
    finish: () => {}, // the peer's segments come late, or nothing is waited for
  },
  FIN_WAIT: {
    stops: true,
    *reach(rig, peer) {
      const connection = yield* talked(rig, peer);
      yield* stopped(rig, connection);
      return connection;
    },
    limitMs: ({ limits }) => limits.closeMs,
    finish: ({ rig, connection }) => after(rig, rig.plan.limits.closeMs - SHORT_MS, () => connection.close()),
  },
  CLOSING: {
    stops: true,
    *reach(rig, peer) {
      const connection = yield* talked(rig, peer);
      delay(rig, DELAY_MS, 'from-device');
      yield* stopped(rig, connection);
      connection.close();
      yield* until(rig, 'CLOSING');
      return connection;
    },
    limitMs: ({ limits }) => limits.closeMs,
    finish: () => {}, // the peer's segments come late, or nothing is waited for
  },
  TIME_WAIT: {
    stops: true,
    *reach(rig, peer) {
      const connection = yield* talked(rig, peer);
      yield* stopped(rig, connection);
      connection.close();
      yield* until(rig, 'TIME_WAIT');
      return connection;
    },
    limitMs: ({ limits }) => limits.stateMs,
    finish: () => {}, // the peer's segments come late, or nothing is waited for
  },
};

type Failure = (far: FarSide) => void;

const FAILURES: Readonly<Record<string, Failure>> = {
  'power off': ({ peer }) => peer.powerOff(),
  restart: ({ peer }) => peer.boot(),
  'own cable pulled for 2 s': ({ rig }) => {
    rig.unplug();
    after(rig, 2000, () => rig.plug());
  },
};

const isWebsocket = (spec: object): boolean => JSON.stringify(spec).includes('websocket');
const isServer = (spec: object): boolean => !JSON.stringify(spec).includes('"role":"client"');
/** Clients go through the same states, and `client.test.ts` has their own. */
const SERVERS = Object.entries(METHODS).filter(([, { spec }]) => isServer(spec));

const CELLS = SERVERS.flatMap(([method, { spec, chips = CHIPS }]) =>
  Object.entries(STATES).flatMap(([state, it]) =>
    it.stops && isWebsocket(spec) ? [] : chips.map((chip) => ({ method, spec, state, it, chip })),
  ),
);

async function deviceOf(chip: (typeof CHIPS)[number], spec: object): Promise<Built> {
  if (isWebsocket(spec)) return firmware(chip, spec);
  return firmware(chip, { goodbye: {}, ...spec }, { 'app.c': STOPPABLE });
}

/** Plays a state and what happens in it. Returns how long the state lasted from then on; milliseconds. */
function playState(device: Built, state: State, happens: Failure): { readonly tookMs: number; readonly rig: Rig } {
  let tookMs = Number.NaN;
  const rig = play(device, function* (rig) {
    const peer = rig.peer();
    const connection = yield* state.reach(rig, peer);
    const fromMs = rig.nowMs;
    happens({ rig, peer, connection });
    // A peer that gets through again during the handshake is connected after all.
    const isOver = () => ['LISTEN', 'ESTABLISHED'].includes(statesOf(rig).at(-1)?.state ?? '');
    yield* rig.until('LISTEN', isOver, 200_000);
    tookMs = rig.nowMs - fromMs;
    connection.abort(); // a SYN that it repeats would take the socket again
    delay(rig, 0, 'to-device');
    delay(rig, 0, 'from-device');
    yield pause(rig.plan.retransmission.tcpTimeoutMs); // what came late is through
    yield* rig.connected(rig.peer(), 1000);
  });
  return { tookMs, rig };
}

/** One cell in so many in `npm test`: each has a firmware of its own for each method. */
const ONE_IN = 24;

/** The states that CLOSE ended, but for TIME_WAIT, in which nothing is waited for. */
function cutOffIn(rig: Rig): readonly string[] {
  let state = '';
  return rig.events.flatMap((event) => {
    if (event.kind === 'socket-state' && event.socket === 0) state = event.to;
    return event.kind === 'command' && event.command === 'CLOSE' && state !== 'TIME_WAIT' ? [state] : [];
  });
}

describe('the peer goes', () => {
  const all = CELLS.flatMap((cell) => Object.entries(FAILURES).map(([name, failure]) => ({ ...cell, name, failure })));
  test.each(shareOf(all, ONE_IN))('$method, $chip, $state: $name', async ({ spec, chip, it, failure }) => {
    const device = await deviceOf(chip, spec);
    const { tookMs } = playState(device, it, failure);
    expect(tookMs).toBeLessThanOrEqual(it.limitMs(device.plan) + 2 * device.plan.loop.worstPollMs + SHORT_MS);
  });
});

describe('the peer is slow', () => {
  const slow = CELLS.filter(({ it }) => it.finish !== undefined);
  test.each(shareOf(slow, ONE_IN / 2))('$method, $chip, $state', async ({ spec, chip, it }) => {
    const { rig } = playState(await deviceOf(chip, spec), it, it.finish as Failure);
    expect(cutOffIn(rig)).toEqual([]);
    expect(endsOf(rig)).toHaveLength(1);
  });
});
