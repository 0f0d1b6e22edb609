import type { ChipName, ChipPlan } from '../../contract/board.ts';
import type { DeviceSocket } from '../../contract/device.ts';
import type { Plan } from '../../contract/plan.ts';
import type { SocketSpec, Spec } from '../../contract/spec.ts';
import { allBuffersKiB } from '../chips/buffers.ts';
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

/** The buffers of all sockets of the chip. */
export function planBuffers(
  name: ChipName,
  entries: readonly SocketSpec[],
  othersAreInUse = false,
): Plan['buffersKiB'] {
  const single = spreadOut(entries);
  const sizes = (key: 'txKiB' | 'rxKiB'): readonly number[] => allBuffersKiB(name, single, key, othersAreInUse);
  return { tx: sizes('txKiB'), rx: sizes('rxKiB') };
}

/** An entry for each hardware socket. */
function spreadOut(entries: readonly SocketSpec[]): readonly SocketSpec[] {
  return entries.flatMap((entry) =>
    Array.from({ length: entry.count }, (_, nth) => ({ ...entry, number: entry.number + nth })),
  );
}

/**
 * One entry per hardware socket, in the spec's order. Where the host computes the buffers' addresses (W5200 datasheet
 * p. 37), each base is the sum of all lower sockets' sizes; sockets not in use take 0 KiB, those of the application their
 * share. Where the application sets up the chip: {@link withoutBases}.
 */
export function planSockets(
  name: ChipName,
  entries: readonly SocketSpec[],
  files: Spec['files'] = {},
  othersAreInUse = false,
): DeviceSocket[] {
  const memory = CHIPS[name].bufferMemory;
  const single = spreadOut(entries);
  const buffersKiB = planBuffers(name, entries, othersAreInUse);
  const baseOf = (start: number, number: number, sizes: readonly number[]): number =>
    sizes.slice(0, number).reduce((address, size) => address + size * 1024, start);
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
    rxBase: memory === null ? null : baseOf(memory.rxBase, entry.number, buffersKiB.rx),
    txBase: memory === null ? null : baseOf(memory.txBase, entry.number, buffersKiB.tx),
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
