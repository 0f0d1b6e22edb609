import { FAMILIES } from '../catalogue/families.ts';
import { partOf } from '../catalogue/parts.ts';
import { isOscillatorPin } from './pins.ts';
import { solveRetransmission } from './retransmission.ts';
import type { Plan } from './types.ts';

type Planned = Omit<Plan, 'remarks'>;

/** A connection given up in less than this also ends over a switch that relearns its ports or a peer that is busy. */
const HASTY_TCP_TIMEOUT_MS = 1000;

/** Things that are legal but that a user should know, a sentence or two each, what concerns detection first. */
export function planRemarks(plan: Planned): string[] {
  return [...detectionRemarks(plan), ...retransmissionRemarks(plan), ...platformRemarks(plan), ...pinRemarks(plan)];
}

function detectionRemarks({ sockets, detection }: Planned): string[] {
  const remarks = [
    'A client that connects and never sends is never probed: give it a time limit in the application if that matters.',
  ];
  const ports = sockets.map((socket) => socket.port);
  const single = [...new Set(ports)].filter((port) => ports.indexOf(port) === ports.lastIndexOf(port));
  const bound = detection.find((row) => row.failure === 'cable-cut')?.boundMs;
  if (single.length > 0) {
    remarks.push(
      `One client at a time on port ${single.join(', ')}: while a dead one holds the socket, for up to ${bound} ms, others are refused.`,
    );
  }
  return remarks;
}

function retransmissionRemarks({ keepalive, retransmission }: Planned): string[] {
  const { tcpTimeoutMs, timeoutMs } = retransmission;
  const remarks = ['RTR and RCR hold for all sockets of the chip and for data as well as probes.'];
  if (keepalive.probeIntervalMs <= tcpTimeoutMs) {
    remarks.push(
      `KA_SEND_PERIOD is not longer than the TCP time-out of ${tcpTimeoutMs} ms: further probes are due while one is still being repeated, and the datasheets do not say what SEND_KEEP does then.${shorterRetries(timeoutMs, keepalive.probeIntervalMs)}`,
    );
  }
  if (tcpTimeoutMs < HASTY_TCP_TIMEOUT_MS) {
    remarks.push(`A living peer that is out of reach for ${tcpTimeoutMs} ms is given up.`);
  }
  return remarks;
}

/** The most repetitions whose time-out ends before the next probe, as advice; empty when none does. */
function shorterRetries(timeoutMs: number, probeIntervalMs: number): string {
  let best: { readonly count: number; readonly totalMs: number } | null = null;
  for (let count = 1; count <= 255; count++) {
    const totalMs = solveRetransmission({ timeoutMs, count })?.tcpTimeoutMs;
    if (totalMs === undefined || totalMs >= probeIntervalMs) break;
    best = { count, totalMs };
  }
  return best === null ? '' : ` With retransmission count ${best.count} it would be ${best.totalMs} ms.`;
}

function platformRemarks({ mcu, clock, spi, gpio, loop }: Planned): string[] {
  const remarks: string[] = [];
  if (mcu.platform === 'spl') {
    remarks.push(
      `SystemInit of your library copy sets the clock and must make ${clock.sysclkHz} Hz; when the crystal fails it stays on HSI without a word, and every time here is then wrong by that factor.`,
    );
  }
  if (clock.source === 'HSI') {
    remarks.push(
      'HSI is trimmed to about 1 % at 25 °C and drifts by up to 2.5 % over temperature: the tick, and with it each period in seconds, is as inexact.',
    );
  }
  if (spi.clockHz * 2 <= spi.requestedMaxHz) {
    remarks.push(
      `SPI runs at ${spi.clockHz} Hz although ${spi.requestedMaxHz} Hz were allowed: part, chip and divider give no more.`,
    );
  }
  if (gpio.interrupt === null) {
    remarks.push(`INTn is not wired: the chip is asked over SPI, each socket every ${loop.sweepRoundMs} ms.`);
  }
  return remarks;
}

function pinRemarks({ mcu, gpio }: Planned): string[] {
  const part = partOf(mcu.part);
  const family = FAMILIES[part.family];
  const rows: readonly (readonly [applies: (name: string) => boolean, text: string])[] = [
    [
      (name) => family.bootPins.includes(name),
      'is BOOT1, sampled at reset: what is wired to it must not hold it high when BOOT0 is.',
    ],
    [(name) => family.debugPins.jtagOnly.includes(name), 'is a JTAG pin: JTAG is switched off, SWD stays.'],
    [(name) => family.slowPins.includes(name), 'is on the backup supply: 2 MHz, 30 pF and 3 mA at most.'],
    [(name) => isOscillatorPin(part, name), 'shares its pad with the crystal: it works only without one.'],
  ];
  return gpio.pins.flatMap((pin) =>
    rows.filter(([applies]) => applies(pin.name)).map(([, text]) => `${pin.name} (${pin.role}) ${text}`),
  );
}
