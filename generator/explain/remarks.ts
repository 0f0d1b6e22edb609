import type { Remark } from '../../contract/promises.ts';
import type { PlanRemark, PlanWarning } from '../plan/remarks.ts';

/** A sentence or two for each key. */
type Words<Union extends Remark> = {
  readonly [Key in Union['key']]: (remark: Extract<Union, { readonly key: Key }>) => string;
};

type PinRemark = Extract<PlanRemark, { readonly pin: string }>;

const WARNINGS: Words<PlanWarning> = {
  'silent-client': ({ sockets }) =>
    `${sockets === null ? 'A' : `On socket ${sockets.join(', ')}: a`} peer that connects and never sends is never probed, so its failure is never detected. A primer, an idle limit, a heartbeat or a question detects it.`,
};

const REMARKS: Words<Exclude<PlanRemark, PinRemark>> & Readonly<Record<PinRemark['key'], (it: PinRemark) => string>> = {
  'one-client-a-port': ({ ports, heldMs }) =>
    `One client at a time on port ${ports.join(', ')}: while a dead one holds the socket, ${heldMs === null ? 'for ever' : `for up to ${heldMs} ms`}, others are refused.`,
  'shared-retransmission': ({ transmissions, tcpTimeoutMs }) =>
    `RTR and RCR hold for all sockets of the chip and for data as well as probes: each segment is sent ${transmissions} times within ${tcpTimeoutMs} ms, and then its connection is given up.`,
  'probe-while-repeating': ({ tcpTimeoutMs, fittingCount, fittingTcpTimeoutMs }) =>
    `KA_SEND_PERIOD is not longer than the TCP time-out of ${tcpTimeoutMs} ms: further probes are due while one is still being repeated, and the datasheets do not say what SEND_KEEP does then.${fittingCount === null ? '' : ` With retransmission count ${fittingCount} it would be ${fittingTcpTimeoutMs} ms.`}`,
  'silence-ends-living-peer': () =>
    'An idle limit or an expected heartbeat ends the connection of a peer that lives but does not send.',
  'short-send-timeout': ({ tcpTimeoutMs }) =>
    `sendTimeoutS is shorter than the TCP time-out of ${tcpTimeoutMs} ms: data is given up before the chip has repeated it as often as RCR says.`,
  'chip-timer': () =>
    'Where the chip counts ("by": "chip"), data that the device sends may delay a probe. The datasheet does not say so; the simulator assumes it.',
  'short-tcp-timeout': ({ tcpTimeoutMs }) => `A living peer that is out of reach for ${tcpTimeoutMs} ms is given up.`,
  'library-clock': ({ sysclkHz }) =>
    `SystemInit of your library copy sets the clock and must make ${sysclkHz} Hz. When the crystal fails, it stays on HSI and reports nothing; every time here is then wrong by that factor.`,
  'inexact-oscillator': () =>
    'HSI is trimmed to about 1 % at 25 °C and drifts by up to 2.5 % over temperature: the tick, and with it each period in seconds, is as inexact.',
  'slow-spi': ({ clockHz, requestedMaxHz }) =>
    `SPI runs at ${clockHz} Hz although ${requestedMaxHz} Hz were allowed: part, chip and divider give no more.`,
  'no-interrupt-pin': ({ sweepRoundMs }) =>
    `INTn is not wired: the chip is asked over SPI, each socket every ${sweepRoundMs} ms.`,
  'boot-pin': ({ pin, role }) =>
    `${pin} (${role}) is BOOT1, sampled at reset: the circuit on it must not hold it high when BOOT0 is high.`,
  'jtag-pin': ({ pin, role }) => `${pin} (${role}) is a JTAG pin: JTAG is switched off, SWD stays.`,
  'backup-supply-pin': ({ pin, role }) => `${pin} (${role}) is on the backup supply: 2 MHz, 30 pF and 3 mA at most.`,
  'oscillator-pin': ({ pin, role }) => `${pin} (${role}) shares its pad with the crystal: it works only without one.`,
};

/** A remark of the plan in a sentence or two. */
export function remarkText(remark: Remark): string {
  return worded(REMARKS, remark);
}

/** A warning of the plan in a sentence or two. */
export function warningText(warning: Remark): string {
  return worded(WARNINGS, warning);
}

function worded(table: Readonly<Record<string, (remark: never) => string>>, remark: Remark): string {
  const words = table[remark.key];
  if (words === undefined) throw new Error(`no words for the remark ${remark.key}`);
  return words(remark as never);
}
