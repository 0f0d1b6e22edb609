import { type ChipSwitches, createChip, type WiznetChip } from '../../simulator/chip/chip.ts';
import { Clock } from '../../simulator/clock.ts';
import type { Board, Engine, EngineResult } from '../../simulator/engine/engine.ts';
import { createHostEngine, type HostEngineOptions } from '../../simulator/engine/host/engine.ts';
import type { Connection } from '../../simulator/host/connection.ts';
import { Peer } from '../../simulator/host/peer.ts';
import { Link } from '../../simulator/net/link.ts';
import type { TimelineEvent } from '../../simulator/timeline.ts';
import { PORT, type Subject, wasmOf } from './subject.ts';

export const US = 1000;
export const MS = 1_000_000;
export const S = 1_000_000_000;

/** A subject's board, and two hosts on its network segment. */
export interface Stage {
  readonly clock: Clock;
  readonly chip: WiznetChip;
  readonly link: Link;
  readonly events: readonly TimelineEvent[];
  readonly peers: readonly [Peer, Peer];
  /** Opens a connection to the subject, on the lowest socket that listens. */
  connect(peer: Peer): Connection;
}

export interface Played extends Stage {
  readonly result: EngineResult;
}

export interface PlayOptions extends Partial<Pick<HostEngineOptions, 'interruptAt' | 'spinLimitNs'>> {
  readonly untilNs: number;
  readonly switches?: Partial<ChipSwitches>;
}

/** Runs a subject from reset; `script` schedules on the stage's clock what the hosts do. */
export async function play(
  subject: Subject,
  options: PlayOptions,
  script: (stage: Stage) => void = () => {},
): Promise<Played> {
  return playWasm(subject, await wasmOf(subject), options, script);
}

export function playWasm(
  subject: Subject,
  wasm: Uint8Array,
  options: PlayOptions,
  script: (stage: Stage) => void = () => {},
): Played {
  const { untilNs, switches = {}, ...engineOptions } = options;
  const engine = (board: Board): Engine => createHostEngine({ ...board, wasm, ...engineOptions });
  return playEngine(subject, engine, { untilNs, switches }, script);
}

/** As {@link playWasm}, with whatever engine is put on the board. */
export function playEngine(
  { chip: name, plan }: Subject,
  engineOn: (board: Board) => Engine,
  { untilNs, switches = {} }: Pick<PlayOptions, 'untilNs' | 'switches'>,
  script: (stage: Stage) => void = () => {},
): Played {
  const clock = new Clock();
  const events: TimelineEvent[] = [];
  const report = (event: Parameters<HostEngineOptions['report']>[0]): void => {
    events.push({ atNs: clock.nowNs, ...event });
  };
  const link = new Link({ clock, report, latencyNs: 100 * US });
  const chip = createChip({ name, clock, port: link.attach('device'), report, switches });
  const host = (index: number): Peer => {
    const ip = Uint8Array.of(192, 168, 1, 100 + index);
    const mac = Uint8Array.of(0x02, 0, 0, 0, 0, index);
    return new Peer({ name: `host ${index}`, clock, port: link.attach(`host ${index}`), report, mac, ip });
  };
  const peers = [host(1), host(2)] as const;
  const connect = (peer: Peer): Connection => peer.connect(Uint8Array.from(plan.network.ip), PORT);
  const stage: Stage = { clock, chip, link, events, peers, connect };
  script(stage);
  const engine = engineOn({ plan, clock, chip, report });
  return { ...stage, result: engine.run({ untilNs, stopped: () => false }) };
}

/** When each command of the kind was given to the socket. */
export function commandTimes(events: readonly TimelineEvent[], command: string, socket = 0): readonly number[] {
  return events
    .filter((event) => event.kind === 'command' && event.socket === socket && event.command === command)
    .map(({ atNs }) => atNs);
}

/** A socket's register, read over SPI from outside the firmware (both chips' datasheets: frame formats). */
export function readSocketRegister({ chip }: Stage, name: Subject['chip'], socket: number, reg: number): number {
  const header = name === 'W5500' ? [0, reg, (socket << 5) | 0x08] : [0x40 + socket, reg, 0, 1];
  chip.select();
  const received = chip.exchange(Uint8Array.from([...header, 0]));
  chip.deselect();
  return received.at(-1) as number;
}
