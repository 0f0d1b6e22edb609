/** Firmware of one method or several, and the moments at which things happened on its first socket. */
import { NS_PER_MS } from '../../simulator/clock.ts';
import type { Connection } from '../../simulator/host/connection.ts';
import type { Task } from '../../simulator/scenario/testbed/scheduler.ts';
import { BRISK, type Built, built } from '../whole/firmware.ts';
import { Rig, type RigOptions } from '../whole/rig.ts';

export const text = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes);
export const utf8 = (words: string): Uint8Array => new TextEncoder().encode(words);

/** Hour-long periods: no probe disturbs what another method does. */
export const NO_PROBES = { keepalive: { NO_DATA_PERIOD: 3600, KA_SEND_PERIOD: 3600 } };

export function firmware(
  chip: 'W5500' | 'W5200',
  spec: object,
  files: Readonly<Record<string, string>> = {},
): Promise<Built> {
  return built({ ...BRISK, chip, ...spec }, files);
}

export interface End {
  readonly reason: string;
  /** When the socket left ESTABLISHED, and when the application was told; milliseconds. */
  readonly leftMs: number;
  readonly toldMs: number;
}

/** Every connection's end that the application was told of, in order. */
export function endsOf(rig: Rig): readonly End[] {
  const left = new Map<number, number>();
  return rig.events.flatMap((event): readonly End[] => {
    if (event.kind === 'socket-state' && event.from === 'ESTABLISHED') left.set(event.socket, event.atNs / 1e6);
    if (event.kind !== 'firmware' || event.what !== 'ended') return [];
    return [{ reason: event.reason, leftMs: left.get(event.socket) ?? Number.NaN, toldMs: event.atNs / 1e6 }];
  });
}

/** The first socket's states in order, with the time that each lasted; milliseconds. */
export function statesOf({ events }: Rig): readonly { readonly state: string; readonly lastedMs: number }[] {
  const changes = events.flatMap((event) => (event.kind === 'socket-state' && event.socket === 0 ? [event] : []));
  return changes.map(({ to, atNs }, index) => ({
    state: to,
    lastedMs: ((changes[index + 1]?.atNs ?? Number.NaN) - atNs) / NS_PER_MS,
  }));
}

/** The longest time in a state; milliseconds. */
export function longest(rig: Rig, state: string): number {
  return Math.max(...statesOf(rig).flatMap((it) => (it.state === state ? [it.lastedMs] : [])));
}

/** How often the firmware gave a command to any socket. */
export function commands(rig: Rig, command: string): number {
  return rig.events.filter((event) => event.kind === 'command' && event.command === command).length;
}

/** Plays a script on fresh hardware; no violation is forgiven. */
export function play(firmwareOf: Built, script: (rig: Rig) => Task, options: RigOptions = {}): Rig {
  const rig = new Rig(firmwareOf, options);
  rig.play(script(rig), 7_200_000);
  const violations = rig.violations();
  if (violations.length > 0) throw new Error(violations.join('\n'));
  return rig;
}

/** The device has closed or reset the connection, as its peer sees it. */
export function isOver({ state }: Connection): boolean {
  return state !== 'ESTABLISHED';
}

/** Times at which the device's application data reached the peer, with the data. */
export function listen(rig: Rig, connection: Connection): { readonly atMs: number; readonly said: string }[] {
  const heard: { readonly atMs: number; readonly said: string }[] = [];
  connection.onReceived = (bytes) => heard.push({ atMs: rig.nowMs, said: text(bytes) });
  return heard;
}
