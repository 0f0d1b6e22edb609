import type { PinPlan, PinRole } from '../../contract/board.ts';
import type { Plan } from '../../contract/plan.ts';
import { FAMILIES } from '../hardware/families.ts';
import { partOf } from '../hardware/parts.ts';
import { isOscillatorPin } from '../hardware/pins.ts';
import { solveRetransmission } from '../hardware/retransmission.ts';

type Planned = Omit<Plan, 'remarks' | 'warnings'>;

/** `sockets`: those that are meant; null: every socket. */
export type PlanWarning = { readonly key: 'silent-client'; readonly sockets: readonly number[] | null };

export type PlanRemark =
  /** `heldMs`: how long a dead client holds the socket; null: for ever. */
  | { readonly key: 'one-client-a-port'; readonly ports: readonly number[]; readonly heldMs: number | null }
  | { readonly key: 'shared-retransmission'; readonly transmissions: number; readonly tcpTimeoutMs: number }
  /** The largest count whose TCP timeout ends before the next probe, and that timeout; null: none does. */
  | {
      readonly key: 'probe-while-repeating';
      readonly tcpTimeoutMs: number;
      readonly fittingCount: number | null;
      readonly fittingTcpTimeoutMs: number | null;
    }
  | { readonly key: 'silence-ends-living-peer' }
  | { readonly key: 'short-send-timeout'; readonly tcpTimeoutMs: number }
  | { readonly key: 'chip-timer' }
  | { readonly key: 'short-tcp-timeout'; readonly tcpTimeoutMs: number }
  | { readonly key: 'library-clock'; readonly sysclkHz: number }
  | { readonly key: 'inexact-oscillator' }
  | { readonly key: 'slow-spi'; readonly clockHz: number; readonly requestedMaxHz: number }
  | { readonly key: 'no-interrupt-pin'; readonly sweepRoundMs: number }
  | { readonly key: PinKey; readonly pin: string; readonly role: PinRole };

type PinKey = 'boot-pin' | 'jtag-pin' | 'backup-supply-pin' | 'oscillator-pin';

/** A connection given up in less than this also ends over a switch that relearns its ports or a peer that is busy. */
const SHORT_TCP_TIMEOUT_MS = 1000;

/** What is legal but should be known; what concerns detection comes first. */
export function planRemarks(plan: Planned): PlanRemark[] {
  return [...detectionRemarks(plan), ...retransmissionRemarks(plan), ...platformRemarks(plan), ...pinRemarks(plan)];
}

/** Failures that a user expects to be detected, and that no configured method detects. */
export function planWarnings({ sockets }: Planned): PlanWarning[] {
  const blind = sockets.filter(({ detection }) =>
    detection.some(({ failure, covered }) => failure === 'silent-client' && !covered),
  );
  if (blind.length === 0) return [];
  return [{ key: 'silent-client', sockets: blind.length === sockets.length ? null : blind.map((it) => it.number) }];
}

function detectionRemarks({ sockets, detection }: Planned): PlanRemark[] {
  const all = sockets.filter(({ client }) => client === null).map(({ port }) => port);
  const ports = [...new Set(all)].filter((port) => all.indexOf(port) === all.lastIndexOf(port));
  if (ports.length === 0) return [];
  const heldMs = detection.find(({ failure }) => failure === 'cable-cut')?.boundMs ?? null;
  return [{ key: 'one-client-a-port', ports, heldMs }];
}

function retransmissionRemarks(plan: Planned): PlanRemark[] {
  const { tcpTimeoutMs, waitsMs } = plan.retransmission;
  return [
    { key: 'shared-retransmission', transmissions: waitsMs.length, tcpTimeoutMs },
    ...overlapRemarks(plan),
    ...limitRemarks(plan),
    ...(tcpTimeoutMs < SHORT_TCP_TIMEOUT_MS ? [{ key: 'short-tcp-timeout', tcpTimeoutMs } as const] : []),
  ];
}

function overlapRemarks({ sockets, retransmission }: Planned): PlanRemark[] {
  const { tcpTimeoutMs, timeoutMs } = retransmission;
  const intervals = sockets.flatMap(({ keepalive }) => (keepalive?.by === 'timer' ? [keepalive.probeIntervalMs] : []));
  const shortestMs = Math.min(...intervals);
  if (shortestMs > tcpTimeoutMs) return [];
  const fitting = fittingRetries(timeoutMs, shortestMs);
  const [fittingCount, fittingTcpTimeoutMs] = [fitting?.count ?? null, fitting?.tcpTimeoutMs ?? null];
  return [{ key: 'probe-while-repeating', tcpTimeoutMs, fittingCount, fittingTcpTimeoutMs }];
}

/** The most repetitions whose TCP timeout ends before the next probe; null when even one is too many. */
function fittingRetries(timeoutMs: number, probeIntervalMs: number) {
  let best: { readonly count: number; readonly tcpTimeoutMs: number } | null = null;
  for (let count = 1; count <= 255; count++) {
    const tcpTimeoutMs = solveRetransmission({ timeoutMs, count })?.tcpTimeoutMs;
    if (tcpTimeoutMs === undefined || tcpTimeoutMs >= probeIntervalMs) break;
    best = { count, tcpTimeoutMs };
  }
  return best;
}

/** Limits that may end connections of living peers. */
function limitRemarks({ sockets, retransmission: { tcpTimeoutMs } }: Planned): PlanRemark[] {
  const remarks: PlanRemark[] = [];
  if (sockets.some(({ watch }) => watch.idle !== null || watch.heartbeat.expect !== null)) {
    remarks.push({ key: 'silence-ends-living-peer' });
  }
  if (sockets.some(({ watch }) => watch.sendTimeoutMs !== null && watch.sendTimeoutMs < tcpTimeoutMs)) {
    remarks.push({ key: 'short-send-timeout', tcpTimeoutMs });
  }
  if (sockets.some(({ keepalive }) => keepalive?.by === 'chip')) remarks.push({ key: 'chip-timer' });
  return remarks;
}

function platformRemarks({ mcu, clock, spi, gpio, loop }: Planned): PlanRemark[] {
  const remarks: PlanRemark[] = [];
  if (mcu.platform === 'spl') remarks.push({ key: 'library-clock', sysclkHz: clock.sysclkHz });
  if (clock.source === 'HSI') remarks.push({ key: 'inexact-oscillator' });
  if (spi.clockHz * 2 <= spi.requestedMaxHz) {
    remarks.push({ key: 'slow-spi', clockHz: spi.clockHz, requestedMaxHz: spi.requestedMaxHz });
  }
  if (gpio.interrupt === null) remarks.push({ key: 'no-interrupt-pin', sweepRoundMs: loop.sweepRoundMs });
  return remarks;
}

function pinRemarks({ mcu, gpio }: Planned): PlanRemark[] {
  const part = partOf(mcu.part);
  const family = FAMILIES[part.family];
  const rows: readonly (readonly [key: PinKey, applies: (pin: PinPlan) => boolean])[] = [
    ['boot-pin', ({ name }) => family.bootPins.includes(name)],
    ['jtag-pin', ({ name }) => family.debugPins.jtagOnly.includes(name)],
    ['backup-supply-pin', ({ name }) => family.slowPins.includes(name)],
    ['oscillator-pin', ({ name }) => isOscillatorPin(part, name)],
  ];
  return gpio.pins.flatMap((pin) =>
    rows.filter(([, applies]) => applies(pin)).map(([key]) => ({ key, pin: pin.name, role: pin.role })),
  );
}
