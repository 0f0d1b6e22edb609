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
 * p. 37), each base is the sum of all lower sockets' sizes; sockets not in use come last and take 0 KiB.
 */
export function planSockets(name: ChipName, entries: readonly SocketSpec[], files: Spec['files'] = {}): DeviceSocket[] {
  const memory = CHIPS[name].bufferMemory;
  const single = entries.flatMap((entry) => Array.from({ length: entry.count }, () => entry));
  const baseOf = (start: number, number: number, size: (entry: SocketSpec) => KiB): number =>
    single.slice(0, number).reduce((address, entry) => address + size(entry) * 1024, start);
  return single.map((entry, number) => ({
    number,
    role: entry.role,
    port: entry.role === 'server' ? entry.port : (planClient(entry)?.localPort ?? 0),
    client: planClient(entry),
    keepalive: entry.keepalive && planKeepalive(entry.keepalive),
    watch: planWatch(entry),
    protocol: protocolOf(entry),
    websocket: planWebsocket(entry, files, isLastOfPage(single, number)),
    peerTraffic: planPeerTraffic(entry.traffic),
    rxKiB: entry.rxKiB,
    txKiB: entry.txKiB,
    rxBase: memory === null ? null : baseOf(memory.rxBase, number, (it) => it.rxKiB),
    txBase: memory === null ? null : baseOf(memory.txBase, number, (it) => it.txKiB),
  }));
}

/** Whether no socket behind this one serves a page on the same port. */
function isLastOfPage(sockets: readonly SocketSpec[], number: number): boolean {
  const port = sockets[number]?.port;
  return sockets.findLastIndex((other) => other.port === port && pageOf(other) !== null) === number;
}
