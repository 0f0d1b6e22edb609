import type { PinPlan, PinRole } from '../../contract/board.ts';
import type { Plan } from '../../contract/plan.ts';
import type { Remark } from '../../contract/promises.ts';
import { FAMILIES } from '../hardware/families.ts';
import { partOf } from '../hardware/parts.ts';
import { isOscillatorPin } from '../hardware/pins.ts';
import { METHODS } from '../methods/registry.ts';
import { methodsOf } from '../methods/used.ts';
import type { Platform } from '../platforms/platform.ts';
import { PLATFORMS } from '../platforms/registry.ts';

type Planned = Omit<Plan, 'remarks' | 'warnings'>;

export type PlanRemark =
  /** `heldMs`: how long a dead client holds the socket; null: for ever. */
  | { readonly key: 'one-client-a-port'; readonly ports: readonly number[]; readonly heldMs: number | null }
  | { readonly key: 'shared-retransmission'; readonly transmissions: number; readonly tcpTimeoutMs: number }
  | { readonly key: 'silence-ends-living-peer' }
  | { readonly key: 'short-tcp-timeout'; readonly tcpTimeoutMs: number }
  | { readonly key: 'library-clock'; readonly sysclkHz: number }
  | { readonly key: 'inexact-oscillator' }
  | { readonly key: 'slow-spi'; readonly clockHz: number; readonly requestedMaxHz: number }
  | { readonly key: 'burst-functions'; readonly chunkBytes: number }
  | { readonly key: 'no-interrupt-pin'; readonly longestRoundMs: number }
  | { readonly key: PinKey; readonly pin: string; readonly role: PinRole };

type PinKey = 'boot-pin' | 'jtag-pin' | 'backup-supply-pin' | 'oscillator-pin';

/** A connection given up in less than this also ends over a switch that relearns its ports or a peer that is busy. */
const SHORT_TCP_TIMEOUT_MS = 1000;

/** What is legal but should be known; what concerns detection comes first. */
export function planRemarks(plan: Planned): Remark[] {
  return [...detectionRemarks(plan), ...retransmissionRemarks(plan), ...platformRemarks(plan), ...pinRemarks(plan)];
}

function detectionRemarks({ sockets, detection }: Planned): PlanRemark[] {
  const all = sockets.filter(({ client }) => client === null).map(({ port }) => port);
  const ports = [...new Set(all)].filter((port) => all.indexOf(port) === all.lastIndexOf(port));
  if (ports.length === 0) return [];
  const heldMs = detection.find(({ failure }) => failure === 'cable-cut')?.boundMs ?? null;
  return [{ key: 'one-client-a-port', ports, heldMs }];
}

function retransmissionRemarks(plan: Planned): Remark[] {
  const { tcpTimeoutMs, waitsMs } = plan.retransmission;
  return [
    { key: 'shared-retransmission', transmissions: waitsMs.length, tcpTimeoutMs },
    ...methodRemarks(plan),
    ...silenceRemarks(plan),
    ...(tcpTimeoutMs < SHORT_TCP_TIMEOUT_MS ? [{ key: 'short-tcp-timeout', tcpTimeoutMs }] : []),
  ];
}

function methodRemarks(plan: Planned): readonly Remark[] {
  const used = plan.sockets.flatMap((socket) => methodsOf(plan, socket));
  return METHODS.flatMap((method) => {
    const numbers = used.filter((it) => it.method === method).map((it) => it.numbers);
    return numbers.length === 0 ? [] : (method.remarks?.(numbers, plan) ?? []);
  });
}

/** Some methods end connections for want of data, whether the peer lives or not. */
function silenceRemarks(plan: Planned): readonly PlanRemark[] {
  const used = plan.sockets.flatMap((socket) => methodsOf(plan, socket));
  const isUsed = used.some(({ method, numbers }) => (method.mustReceive?.(numbers) ?? null) !== null);
  return isUsed ? [{ key: 'silence-ends-living-peer' }] : [];
}

function platformRemarks({ platform, clock, spi, gpio, loop, watching }: Planned): PlanRemark[] {
  const remarks: PlanRemark[] = [];
  const { isGuest, startupIsUsers }: Platform = PLATFORMS[platform.name];
  const noPin: readonly PlanRemark[] =
    gpio.interrupt === null ? [{ key: 'no-interrupt-pin', longestRoundMs: loop.longestRoundMs }] : [];
  // A firmware that watches moves few bytes.
  const isLibrary = isGuest === true && platform.library !== null && watching === null;
  const burst: readonly PlanRemark[] = isLibrary ? [{ key: 'burst-functions', chunkBytes: loop.chunkBytes }] : [];
  if (isGuest) return [...burst, ...noPin];
  if (startupIsUsers) remarks.push({ key: 'library-clock', sysclkHz: clock.sysclkHz });
  if (clock.source === 'HSI') remarks.push({ key: 'inexact-oscillator' });
  if (spi.clockHz * 2 <= spi.requestedMaxHz) {
    remarks.push({ key: 'slow-spi', clockHz: spi.clockHz, requestedMaxHz: spi.requestedMaxHz });
  }
  return [...remarks, ...noPin];
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
