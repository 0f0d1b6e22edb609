import { expect } from 'vitest';
import type { Bench } from './bench.ts';
import type { ChipName } from './driver.ts';
import { establish, lastSegment, listen, MS, PEER_ISS, PEER_MAC, rig } from './rig.ts';

/** Sn_SR and Sn_IR codes of the datasheets. */
export const SR = {
  CLOSED: 0x00,
  ARP: 0x01,
  INIT: 0x13,
  LISTEN: 0x14,
  SYNSENT: 0x15,
  SYNRECV: 0x16,
  ESTABLISHED: 0x17,
  FIN_WAIT: 0x18,
  CLOSING: 0x1a,
  TIME_WAIT: 0x1b,
  CLOSE_WAIT: 0x1c,
  LAST_ACK: 0x1d,
} as const;
export const IR = { NONE: 0, CON: 0x01, DISCON: 0x02, RECV: 0x04, TIMEOUT: 0x08, SENDOK: 0x10 } as const;
/** RTR = 200 ms and RCR = 8: TCP_TO 31.8 s, ARP_TO 1.8 s. */
const TCP_TO = 31_800 * MS;
export const ARP_TO = 1_800 * MS;

export const SEQ = PEER_ISS + 1;

export function clearIr(on: Bench): void {
  on.driver.setSocket(0, 'IR', 0xff);
}

export function open(on: Bench): void {
  on.driver.setSocket(0, 'MR', 0x21);
  on.driver.setSocket(0, 'PORT', 0x13, 0x88);
  on.driver.command(0, 'OPEN');
}

export function synrecv(on: Bench): number {
  listen(on);
  on.peer({ flags: ['syn'], seq: PEER_ISS, mss: 1460 });
  return (lastSegment(on).seq + 1) >>> 0;
}

export function connect(on: Bench): void {
  open(on);
  on.driver.setSocket(0, 'DIPR', 192, 168, 1, 10);
  on.driver.setSocket(0, 'DPORT', 0xc0, 0x00);
  on.driver.command(0, 'CONNECT');
}

/** ARP reply from 192.168.1.10 to the device (RFC 826). */
export const ARP_REPLY = Uint8Array.from([
  ...[0x00, 0x08, 0xdc, 0x01, 0x02, 0x03, ...PEER_MAC, 0x08, 0x06, 0, 1, 8, 0, 6, 4, 0, 2],
  ...[...PEER_MAC, 192, 168, 1, 10, 0x00, 0x08, 0xdc, 0x01, 0x02, 0x03, 192, 168, 1, 20],
  ...new Array(18).fill(0),
]);

export function synsent(on: Bench): number {
  connect(on);
  on.inject(ARP_REPLY);
  return (lastSegment(on).seq + 1) >>> 0;
}

export function closeWait(on: Bench): number {
  const next = establish(on);
  on.peer({ flags: ['fin', 'ack'], seq: SEQ, ack: next });
  clearIr(on);
  return next;
}

export function finWait(on: Bench): number {
  const next = establish(on);
  clearIr(on);
  on.driver.command(0, 'DISCON');
  return next;
}

export type Row = readonly [
  name: string,
  row: {
    /** Brings the socket to its state; returns SND.NXT where there is a connection. */
    readonly from: (on: Bench) => number | undefined;
    readonly trigger: (on: Bench, next: number) => void;
    readonly state: number;
    readonly ir: number;
    /** What the chip sends last, if the row says. */
    readonly sends?: string;
  },
];

export const fresh = (): undefined => undefined;
export const established = (on: Bench): number => {
  const next = establish(on);
  clearIr(on);
  return next;
};
export const rst = (on: Bench, next: number): void => on.peer({ flags: ['rst', 'ack'], seq: SEQ, ack: next });
export const ack = (on: Bench, next: number): void => on.peer({ flags: ['ack'], seq: SEQ, ack: next + 1 });
export const fin = (on: Bench, next: number): void => on.peer({ flags: ['fin', 'ack'], seq: SEQ, ack: next });
export const silence = (on: Bench): void => on.wait(TCP_TO + 20_000);
export const asCommand = (name: 'DISCON' | 'CLOSE' | 'LISTEN') => (on: Bench) => on.driver.command(0, name);

/** Brings the socket to the row's first state, pulls the trigger, and checks Sn_SR, Sn_IR and the last segment. */
export function expectTransition(name: ChipName, [, row]: Row): void {
  const on = rig(name);
  const next = row.from(on) ?? 0;
  row.trigger(on, next);
  // During ARP the W5200 shows a state of its own, the W5500 still INIT.
  const state = row.state === -1 ? (name === 'W5200' ? SR.ARP : SR.INIT) : row.state;
  expect([on.driver.socket(0, 'SR'), on.driver.socket(0, 'IR')]).toEqual([state, row.ir]);
  if (row.sends !== undefined) expect(lastSegment(on).flags).toBe(row.sends);
  expect(on.violations()).toEqual([]);
}
