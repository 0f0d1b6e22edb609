/**
 * Every single wrong bit in either direction, in the frames from the start to a second echo and beyond, one at a time:
 * however the peer then goes, the next one is let in within the recovery bound of the plan.
 */
import { beforeAll, describe, test } from 'vitest';
import type { BitPlace, DataLine } from '../../simulator/chip/bit-errors.ts';
import type { WiznetChip } from '../../simulator/chip/chip.ts';
import { createFaultyChip } from '../../simulator/chip/faults.ts';
import { NS_PER_MS } from '../../simulator/clock.ts';
import type { Connection } from '../../simulator/host/connection.ts';
import { FORGOTTEN_AFTER_NS } from '../../simulator/host/neighbours.ts';
import type { Peer } from '../../simulator/host/peer.ts';
import { macText } from '../../simulator/net/address.ts';
import type { Task } from '../../simulator/scenario/testbed/scheduler.ts';
import { hex } from '../hex.ts';
import { BOARDS, BRISK, type Built, built } from './firmware.ts';
import { ATTEMPT_MS, pause, Rig } from './rig.ts';
import { shareOf } from './share.ts';
import { range, sweep } from './sweep.ts';

/** The second echo ends in frame 243, and a socket that is closed then listens again before frame 360. */
const FRAMES = 360;
/** One point of so many is tried in `npm test`. */
const ONE_IN: Readonly<Record<DataLine, number>> = { mosi: 461, miso: 911 };
/** Behind the header of a long frame all bytes are data of the application. */
const LONGEST = 12;
const LINES = { MOSI: 'mosi', MISO: 'miso' } as const;
const SPEC = { ...BRISK, sendTimeoutS: 4 };
const HELLO = new TextEncoder().encode('hello');

/** How a peer goes. */
const ENDS: Readonly<Record<string, (peer: Peer) => void>> = {
  dies: (peer) => peer.powerOff(),
  closes: (peer) => peer.connections[0]?.close(),
  resets: (peer) => peer.connections[0]?.abort(),
  forgets: (peer) => peer.boot(),
  'dies after data': (peer) => {
    peer.connections[0]?.send(HELLO);
    peer.powerOff();
  },
};

interface Point {
  readonly end: string;
  readonly nth: number;
  readonly byte: number;
  readonly bit: number;
}

/** The bytes that are taken from the line: MOSI carries the header and what is written, MISO what is read. */
function bytesTaken(frame: readonly number[], chip: string, line: DataLine): readonly number[] {
  const [header, isWrite] = chip === 'W5500' ? [3, ((frame[2] ?? 0) & 4) !== 0] : [4, ((frame[2] ?? 0) & 0x80) !== 0];
  const end = Math.min(frame.length, LONGEST);
  if (line === 'mosi') return range(0, isWrite ? end : header);
  return isWrite ? [] : range(header, end);
}

function pointsOf(frames: readonly (readonly number[])[], chip: string, line: DataLine, end: string): Point[] {
  return frames
    .slice(0, FRAMES)
    .flatMap((frame, index) =>
      bytesTaken(frame, chip, line).flatMap((byte) => range(0, 8).map((bit) => ({ end, nth: index + 1, byte, bit }))),
    );
}

function recorder(chip: WiznetChip, frames: number[][]): WiznetChip {
  return {
    select: () => {
      frames.push([]);
      chip.select();
    },
    exchange: (bytes) => {
      frames.at(-1)?.push(...bytes);
      return chip.exchange(bytes);
    },
    exchangeByte: (byte) => {
      frames.at(-1)?.push(byte);
      return chip.exchangeByte(byte);
    },
    deselect: () => chip.deselect(),
    reset: (level) => chip.reset(level),
    get interrupt() {
      return chip.interrupt;
    },
  };
}

/** The peer's own doing does not count: only whether it gets through. */
function* tryEcho(peer: Peer): Task {
  const connection = peer.connections[0];
  if (connection === undefined) return;
  connection.send(HELLO);
  const before = connection.received.length;
  const is = (): boolean => connection.received.length > before || connection.state !== 'ESTABLISHED';
  yield { what: 'an echo', until: is, limitNs: 300e6 };
}

/** A host that has learnt a wrong MAC address notices it an attempt later, and asks anew with the one after that. */
const WRONG_MAC_MS = FORGOTTEN_AFTER_NS / NS_PER_MS + 2 * ATTEMPT_MS;

/** While SHAR is wrong, the device may tell a wrong MAC address. The firmware mends SHAR, but not what hosts have learnt. */
function hasToldWrongMac({ events, plan }: Rig): boolean {
  const right = macText(Uint8Array.from(plan.network.mac));
  const answers = events.flatMap((it) => (it.kind === 'frame' && it.from === 'device' ? [it.summary] : []));
  return answers.some((summary) => /^ARP .* is at /.test(summary) && !summary.endsWith(right));
}

/** The peer gets through within the recovery bound. */
function* letIn(rig: Rig, peer: Peer, fromMs: number): Task<Connection> {
  const boundMs = rig.plan.sockets[0]?.recovery.boundMs ?? 0;
  for (;;) {
    const connection = yield* rig.attempt(peer);
    if (connection !== null) return connection;
    const withinMs = boundMs + (hasToldWrongMac(rig) ? WRONG_MAC_MS : 0);
    if (rig.nowMs >= fromMs + withinMs) throw new Error(`nobody is let in within ${withinMs} ms, at ${rig.nowMs} ms`);
  }
}

function* script(rig: Rig, end: string): Task {
  const [first, next] = [rig.peer(), rig.peer()];
  yield* letIn(rig, first, 0);
  yield* tryEcho(first);
  yield* tryEcho(first);
  ENDS[end]?.(first);
  const endMs = rig.nowMs;
  for (;;) {
    const connection = yield* letIn(rig, next, endMs);
    yield* tryEcho(next);
    if (connection.received.length > 0) return;
    connection.abort();
    yield pause(20);
  }
}

function play(firmware: Built, end: string, wrap: (chip: WiznetChip, rig: Rig) => WiznetChip): void {
  const rig = new Rig(firmware, { wrap });
  rig.play(script(rig, end), 200_000);
}

function playWith(firmware: Built, end: string, on: DataLine, at: BitPlace): void {
  play(firmware, end, (chip, { clock, report }) => {
    const faulty = createFaultyChip({ clock, report, seed: 1 }, () => chip);
    faulty.faults.begin({ is: 'bit-errors', on, at });
    return faulty.chip;
  });
}

describe.each(BOARDS)('%s', (_name, board) => {
  const name = board.chip;
  const oneIn = 'wiring' in board ? 4 : 1;
  let firmware: Built;
  beforeAll(async () => {
    firmware = await built({ ...board, ...SPEC });
  });

  const rows = (['MOSI', 'MISO'] as const).flatMap((line) => Object.keys(ENDS).map((end) => [line, end] as const));

  test.each(rows)('one wrong bit on %s, the peer %s', (line, end) => {
    const on = LINES[line];
    const frames: number[][] = [];
    play(firmware, end, (chip) => recorder(chip, frames));
    sweep(shareOf(pointsOf(frames, name, on, end), oneIn * ONE_IN[on]), ({ nth, byte, bit }) => {
      playWith(firmware, end, on, { frame: new Uint8Array(), nth, byte, bit });
    });
  });
});

/** Frames of socket 0 and of the common registers, W5500 datasheet sections 2.2 and 4. */
test.each([
  ['SEND', '00010c20', 3, 5],
  ['DISCON', '00010c08', 3, 3],
  ['LISTEN', '00010c02', 3, 1],
  ['OPEN', '00010c01', 3, 0],
  ['Sn_MR: UDP', '00000c', 3, 1],
  ['Sn_PORT', '00040c', 4, 0],
  ['Sn_TX_WR', '00240c', 4, 0],
  ['Sn_TX buffer: SUBR and SHAR', '000514', 2, 4],
  ['SIPR', '000104', 20, 0],
  ['RCR', '001804', 6, 6],
] as const)('W5500: the first %s is wrong', async (_what, frame, byte, bit) => {
  const firmware = await built({ chip: 'W5500', ...SPEC });
  for (const end of Object.keys(ENDS)) playWith(firmware, end, 'mosi', { frame: hex(frame), nth: 1, byte, bit });
});
