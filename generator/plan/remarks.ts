import type { Plan } from '../../contract/plan.ts';
import { FAMILIES } from '../hardware/families.ts';
import { partOf } from '../hardware/parts.ts';
import { isOscillatorPin } from '../hardware/pins.ts';
import { solveRetransmission } from '../hardware/retransmission.ts';

type Planned = Omit<Plan, 'remarks' | 'warnings'>;

/** A connection given up in less than this also ends over a switch that relearns its ports or a peer that is busy. */
const HASTY_TCP_TIMEOUT_MS = 1000;

/** Things that are legal but that a user should know, a sentence or two each, what concerns detection first. */
export function planRemarks(plan: Planned): string[] {
  return [...detectionRemarks(plan), ...retransmissionRemarks(plan), ...platformRemarks(plan), ...pinRemarks(plan)];
}

/** What nobody would expect of firmware that watches its peers. */
export function planWarnings({ sockets }: Planned): string[] {
  const deaf = sockets.filter(({ detection }) =>
    detection.some(({ failure, covered }) => failure === 'silent-client' && !covered),
  );
  if (deaf.length === 0) return [];
  const which = deaf.length === sockets.length ? '' : `On socket ${deaf.map(({ number }) => number).join(', ')}: `;
  return [
    `${which}${which === '' ? 'A' : 'a'} peer that connects and never sends is never probed, and so never noticed when it is gone. A primer, an idle limit, a heartbeat or a question notices it.`,
  ];
}

function detectionRemarks({ sockets, detection }: Planned): string[] {
  const remarks: string[] = [];
  const ports = sockets.filter(({ client }) => client === null).map(({ port }) => port);
  const single = [...new Set(ports)].filter((port) => ports.indexOf(port) === ports.lastIndexOf(port));
  const bound = detection.find((row) => row.failure === 'cable-cut')?.boundMs;
  if (single.length > 0) {
    const held = bound == null ? 'for ever' : `for up to ${bound} ms`;
    remarks.push(
      `One client at a time on port ${single.join(', ')}: while a dead one holds the socket, ${held}, others are refused.`,
    );
  }
  return remarks;
}

function retransmissionRemarks({ sockets, retransmission }: Planned): string[] {
  const { tcpTimeoutMs, timeoutMs, waitsMs } = retransmission;
  const remarks = [
    `RTR and RCR hold for all sockets of the chip and for data as well as probes: each segment is sent ${waitsMs.length} times within ${tcpTimeoutMs} ms, and then its connection is given up.`,
  ];
  const intervals = sockets.flatMap(({ keepalive }) => (keepalive?.by === 'timer' ? [keepalive.probeIntervalMs] : []));
  const shortest = Math.min(...intervals);
  if (shortest <= tcpTimeoutMs) {
    remarks.push(
      `KA_SEND_PERIOD is not longer than the TCP time-out of ${tcpTimeoutMs} ms: further probes are due while one is still being repeated, and the datasheets do not say what SEND_KEEP does then.${shorterRetries(timeoutMs, shortest)}`,
    );
  }
  remarks.push(...limitRemarks({ sockets, retransmission }));
  if (tcpTimeoutMs < HASTY_TCP_TIMEOUT_MS) {
    remarks.push(`A living peer that is out of reach for ${tcpTimeoutMs} ms is given up.`);
  }
  return remarks;
}

/** Limits that end connections of peers that live. */
function limitRemarks({ sockets, retransmission }: Pick<Planned, 'sockets' | 'retransmission'>): string[] {
  const { tcpTimeoutMs } = retransmission;
  const remarks: string[] = [];
  if (sockets.some(({ watch }) => watch.idle !== null || watch.heartbeat.expect !== null)) {
    remarks.push(
      'An idle limit or a heartbeat that is expected ends the connection of a peer that lives but does not send.',
    );
  }
  if (sockets.some(({ watch }) => watch.sendTimeoutMs !== null && watch.sendTimeoutMs < tcpTimeoutMs)) {
    remarks.push(
      `sendTimeoutS is shorter than the TCP time-out of ${tcpTimeoutMs} ms: data is given up before the chip has repeated it as often as RCR says.`,
    );
  }
  if (sockets.some(({ keepalive }) => keepalive?.by === 'chip')) {
    remarks.push(
      'Where the chip counts ("by": "chip"), what the device sends may put a probe off: the datasheet does not say, and the simulator assumes so.',
    );
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
