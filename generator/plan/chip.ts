import type { ChipName, ChipPlan } from '../../contract/board.ts';
import type { DeviceSocket, SocketPlan } from '../../contract/device.ts';
import type { SocketSpec, Spec } from '../../contract/spec.ts';
import { CHIPS } from '../chips/registry.ts';
import { planKeepalive } from '../methods/probe/plan.ts';
import { protocolOf } from '../methods/protocol.ts';
import { pageOf } from '../protocols/websocket/page.ts';
import { planWebsocket } from '../protocols/websocket/plan.ts';
import { planPeerTraffic } from '../traffic/plan.ts';
import { planClient, planWatch } from './watch.ts';

const RETRY_MS = 1000;

/** The chip's own numbers. The reset pulse gets a tick more than its minimum, because it begins anywhere in a tick. */
export function planChip(name: ChipName, hasResetPin: boolean): ChipPlan {
  const chip = CHIPS[name];
  return {
    name,
    version: chip.version,
    spiMaxHz: chip.spiMaxHz,
    resetLowMs: hasResetPin ? Math.ceil(chip.resetLowUs / 1000) + 1 : null,
    resetReadyMs: chip.resetReadyMs,
    retryMs: RETRY_MS,
  };
}

type KiB = SocketPlan['rxKiB'];

/**
 * One entry per hardware socket, in the spec's order. Where the host computes the buffers' addresses (W5200 datasheet
 * p. 37), each base is the sum of all lower sockets' sizes; sockets not in use come last and take 0 KiB. Where the
 * application sets up the chip, its own sockets may lie between: then {@link withoutBases}.
 */
export function planSockets(name: ChipName, entries: readonly SocketSpec[], files: Spec['files'] = {}): DeviceSocket[] {
  const memory = CHIPS[name].bufferMemory;
  const single = entries.flatMap((entry) =>
    Array.from({ length: entry.count }, (_, nth) => ({ ...entry, number: entry.number + nth })),
  );
  const baseOf = (start: number, place: number, size: (entry: SocketSpec) => KiB): number =>
    single.slice(0, place).reduce((address, entry) => address + size(entry) * 1024, start);
  return single.map((entry, place) => ({
    number: entry.number,
    role: entry.role,
    port: entry.role === 'server' ? entry.port : (planClient(entry)?.localPort ?? 0),
    client: planClient(entry),
    keepalive: entry.keepalive && planKeepalive(entry.keepalive),
    watch: planWatch(entry),
    protocol: protocolOf(entry),
    websocket: planWebsocket(entry, files, isLastOfPage(single, place)),
    peerTraffic: planPeerTraffic(entry.traffic),
    rxKiB: entry.rxKiB,
    txKiB: entry.txKiB,
    rxBase: memory === null ? null : baseOf(memory.rxBase, place, (it) => it.rxKiB),
    txBase: memory === null ? null : baseOf(memory.txBase, place, (it) => it.txKiB),
  }));
}

/** The application chooses the sizes of all buffers, and with them where each one is. */
export function withoutBases(socket: DeviceSocket): DeviceSocket {
  return { ...socket, rxBase: null, txBase: null };
}

/** Whether no socket behind this one serves a page on the same port. */
function isLastOfPage(sockets: readonly SocketSpec[], place: number): boolean {
  const port = sockets[place]?.port;
  return sockets.findLastIndex((other) => other.port === port && pageOf(other) !== null) === place;
}
