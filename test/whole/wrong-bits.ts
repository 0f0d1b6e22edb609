/** Every single wrong bit on SPI, one at a time: what is swept, what is played, and how soon the device must be back. */
import type { BitPlace, DataLine } from '../../simulator/chip/bit-errors.ts';
import type { WiznetChip } from '../../simulator/chip/chip.ts';
import { createFaultyChip } from '../../simulator/chip/faults.ts';
import { NS_PER_MS } from '../../simulator/clock.ts';
import type { Connection } from '../../simulator/host/connection.ts';
import { FORGOTTEN_AFTER_NS } from '../../simulator/host/neighbours.ts';
import type { Peer } from '../../simulator/host/peer.ts';
import { macText } from '../../simulator/net/address.ts';
import type { Task } from '../../simulator/scenario/testbed/scheduler.ts';
import type { Built } from './firmware.ts';
import { ATTEMPT_MS, pause, Rig } from './rig.ts';
import { range } from './sweep.ts';

/** The second echo ends in frame 243, and a socket that is closed then listens again before frame 360. */
const FRAMES = 360;
/** Behind the header of a long frame all bytes are data of the application. */
const LONGEST = 12;
const HELLO = new TextEncoder().encode('hello');
const LONGEST_RUN_MS = 900_000;

/** How a peer goes. */
export const ENDS: Readonly<Record<string, (peer: Peer) => void>> = {
  dies: (peer) => peer.powerOff(),
  closes: (peer) => peer.connections[0]?.close(),
  resets: (peer) => peer.connections[0]?.abort(),
  forgets: (peer) => peer.boot(),
  'dies after data': (peer) => {
    peer.connections[0]?.send(HELLO);
    peer.powerOff();
  },
};

/** Connects, echoes twice, lets the peer go in a way of {@link ENDS}, and demands an echo within the recovery bound. */
export type Script = (rig: Rig, end: string) => Task;

export interface Point {
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
function* tryEcho(connection: Connection): Task<boolean> {
  if (connection.state !== 'ESTABLISHED') return false;
  connection.send(HELLO);
  const before = connection.received.length;
  const is = (): boolean => connection.received.length > before || connection.state !== 'ESTABLISHED';
  yield { what: 'an echo', until: is, limitNs: 300e6 };
  return connection.received.length > before;
}

/** A host that has learnt a wrong MAC address notices it an attempt later, and asks anew with the one after that. */
const WRONG_MAC_MS = FORGOTTEN_AFTER_NS / NS_PER_MS + 2 * ATTEMPT_MS;
/** The sender's MAC address in a frame with ARP (RFC 826). */
const ARP_SENDER = { from: 22, to: 28 };

/** While SHAR is wrong, the device may tell a wrong MAC address. The firmware mends SHAR, but not what hosts have learnt. */
function hasToldWrongMac({ events, plan }: Rig): boolean {
  const right = macText(Uint8Array.from(plan.network.mac));
  const told = events.flatMap((it) =>
    it.kind === 'frame' && it.from === 'device' && it.summary.startsWith('ARP ')
      ? [macText(it.bytes.subarray(ARP_SENDER.from, ARP_SENDER.to))]
      : [],
  );
  return told.some((mac) => mac !== right);
}

/** Throws once the recovery bound has passed. */
function checkBound(rig: Rig, fromMs: number): void {
  const boundMs = rig.plan.sockets[0]?.recovery.boundMs ?? 0;
  const withinMs = boundMs + (hasToldWrongMac(rig) ? WRONG_MAC_MS : 0);
  if (rig.nowMs >= fromMs + withinMs) throw new Error(`no connection within ${withinMs} ms, at ${rig.nowMs} ms`);
}

/** The peer gets through within the recovery bound. */
function* letIn(rig: Rig, peer: Peer, fromMs: number): Task<Connection> {
  for (;;) {
    const connection = yield* rig.attempt(peer);
    if (connection !== null) return connection;
    checkBound(rig, fromMs);
  }
}

/** The device is a server. */
export function* asServer(rig: Rig, end: string): Task {
  const [first, next] = [rig.peer(), rig.peer()];
  const early = yield* letIn(rig, first, 0);
  yield* tryEcho(early);
  yield* tryEcho(early);
  ENDS[end]?.(first);
  const endMs = rig.nowMs;
  for (;;) {
    const connection = yield* letIn(rig, next, endMs);
    if (yield* tryEcho(connection)) return;
    connection.abort();
    yield pause(20);
  }
}

/** Where a device that is a client connects to. */
export const SERVER = { ip: '192.168.1.101', port: 7000 }; // the first host of a rig

/** The device connects to the server within the recovery bound. */
function* heard(rig: Rig, server: Peer, fromMs: number): Task<Connection> {
  for (;;) {
    const connection = server.connections.find(({ state }) => state === 'ESTABLISHED');
    if (connection !== undefined) return connection;
    checkBound(rig, fromMs);
    yield pause(20);
  }
}

/** The device is a client; a server without power comes back when its death must have been noticed. */
export function* asClient(rig: Rig, end: string): Task {
  const server = rig.peer();
  server.onBoot = () => server.listen(SERVER.port, () => {});
  server.onBoot();
  const early = yield* heard(rig, server, 0);
  yield* tryEcho(early);
  yield* tryEcho(early);
  ENDS[end]?.(server);
  if (!server.powered) {
    yield pause(rig.plan.sockets[0]?.detection.find(({ failure }) => failure === 'cable-cut')?.boundMs ?? 0);
    server.boot();
  }
  const backMs = rig.nowMs;
  for (;;) {
    const connection = yield* heard(rig, server, backMs);
    if (yield* tryEcho(connection)) return;
    connection.abort();
    checkBound(rig, backMs);
    yield pause(20);
  }
}

function play(firmware: Built, task: (rig: Rig) => Task, wrap: (chip: WiznetChip, rig: Rig) => WiznetChip): void {
  const rig = new Rig(firmware, { wrap });
  rig.play(task(rig), LONGEST_RUN_MS);
}

/** The bits of the first frames on one line, in a run without a wrong one. */
export function bitsOf(firmware: Built, script: Script, line: DataLine, end: string): readonly Point[] {
  const frames: number[][] = [];
  play(
    firmware,
    (rig) => script(rig, end),
    (chip) => recorder(chip, frames),
  );
  return pointsOf(frames, firmware.plan.chip.name, line, end);
}

/** One bit is wrong. Throws if the device does not come back in time. */
export function playWith(firmware: Built, script: Script, end: string, on: DataLine, at: BitPlace): void {
  play(
    firmware,
    (rig) => script(rig, end),
    (chip, { clock, report }) => {
      const faulty = createFaultyChip({ clock, report, seed: 1 }, () => chip);
      faulty.faults.begin({ is: 'bit-errors', on, at });
      return faulty.chip;
    },
  );
}
