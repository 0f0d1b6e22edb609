import type { Remark } from '../../contract/promises.ts';
import { oneOf } from '../../document/words/printed.ts';
import { findingText, isProjectFinding } from '../cubemx/words.ts';
import { METHODS } from '../methods/registry.ts';
import type { RemarkWords, WordsOf } from '../methods/words.ts';
import type { HoldWarning } from '../plan/hold.ts';
import type { NetworkWarning } from '../plan/network.ts';
import type { PlanRemark } from '../plan/remarks.ts';
import type { PlanWarning } from '../plan/warnings.ts';
import { seconds } from './format.ts';

type PinRemark = Extract<PlanRemark, { readonly pin: string }>;

const WARNINGS: WordsOf<HoldWarning | NetworkWarning | PlanWarning> = {
  undetected: ({ sockets, failures, keys }) =>
    `${onSockets(sockets)}no method of the spec detects ${oneOf(failures)}, so the connection of a dead peer stays open for ever. ${remedy(keys)}`,
  'budget-without-detection': ({ sockets, budgetMs, keys }) =>
    `${onSockets(sockets)}no method detects a dead peer, so the limit of ${budgetMs / 1000} s (detection.maxSeconds) has no effect. ${remedy(keys)}`,
  'silent-client': ({ sockets, keys }) =>
    `${onSockets(sockets)}a peer that connects and never sends data is never probed. If it dies, this is not detected. ${remedy(keys)}`,
  'held-probes': ({ sockets, wantedMs, holdMs, fittingCount, fittingTcpTimeoutMs }) =>
    `${onSockets(sockets)}probes are sent every ${seconds(holdMs)}, not every KA_SEND_PERIOD of ${seconds(wantedMs)}. Reason: the chip retransmits an unanswered probe until the TCP timeout has passed, and the datasheets do not define what SEND_KEEP does during that time, so the firmware waits. ${fittingCount === null ? 'A smaller retransmission.timeoutMs or a longer KA_SEND_PERIOD avoids it.' : `With retransmission.count ${fittingCount} (TCP timeout ${seconds(fittingTcpTimeoutMs ?? 0)}) probes are sent every KA_SEND_PERIOD.`}`,
  'example-mac': ({ mac }) =>
    `the MAC address ${mac} (network.mac) comes from an example of WIZnet. Two boards with the same address on one network disturb each other's connections. Give each device its own address. An address that you choose yourself begins with 02, for example 02${mac.slice(2)}.`,
  'short-chip-timer': ({ periodMs, tcpTimeoutMs }) =>
    `The chip's own timer has a period of ${seconds(periodMs)}, no longer than the TCP timeout of ${seconds(tcpTimeoutMs)}. So it may send a probe while the chip still retransmits the last one. The datasheet does not define what happens then.`,
};

const REMARKS: WordsOf<Exclude<PlanRemark, PinRemark>> & Readonly<Record<PinRemark['key'], (it: PinRemark) => string>> =
  {
    'one-client-a-port': ({ ports, heldMs }) =>
      `Port ${ports.join(', ')} accepts one client at a time. After a client dies, other clients are refused ${heldMs === null ? 'for ever' : `for up to ${seconds(heldMs)}`}.`,
    'shared-retransmission': ({ transmissions, tcpTimeoutMs }) =>
      `RTR and RCR apply to all sockets of the chip, and to data as well as to probes. The chip sends a segment up to ${transmissions} times in ${seconds(tcpTimeoutMs)}. Then it closes the connection.`,
    'silence-ends-living-peer': () =>
      `${capitalised(oneOf(wordsOf('silenceLimit')))} also closes the connection of a working peer that sends nothing.`,
    'short-tcp-timeout': ({ tcpTimeoutMs }) =>
      `The chip closes the connection to a working peer if the network is interrupted for ${seconds(tcpTimeoutMs)}.`,
    'library-clock': ({ sysclkHz }) =>
      `SystemInit of your library copy sets the clock and must make ${sysclkHz} Hz. If the crystal fails, SystemInit stays on HSI (8 MHz) and reports no error. All times of this plan are then longer by the factor ${sysclkHz / 8_000_000}.`,
    'inexact-oscillator': () =>
      'HSI is trimmed to about 1 % at 25 °C and drifts by up to 2.5 % over temperature. The tick and all periods have the same error.',
    'slow-spi': ({ clockHz, requestedMaxHz }) =>
      `SPI runs at ${clockHz} Hz although ${requestedMaxHz} Hz were allowed: part, chip and divider give no more.`,
    'burst-functions': ({ chunkBytes }) =>
      `The poll, and each time that counts it, is that of an SPI which moves ${chunkBytes} bytes in one call: register reg_wizchip_spiburst_cbfunc. Without it ioLibrary calls your function for each byte, and what such a call takes is in no time here.`,
    'no-interrupt-pin': ({ longestRoundMs }) =>
      `INTn is not wired: the firmware polls the chip over SPI, each socket every ${longestRoundMs} ms.`,
    'boot-pin': ({ pin, role }) =>
      `${pin} (${role}) is BOOT1, sampled at reset: the circuit on it must not hold it high when BOOT0 is high.`,
    'jtag-pin': ({ pin, role }) => `${pin} (${role}) is a JTAG pin: JTAG is switched off, SWD stays.`,
    'backup-supply-pin': ({ pin, role }) => `${pin} (${role}) is on the backup supply: 2 MHz, 30 pF and 3 mA at most.`,
    'oscillator-pin': ({ pin, role }) =>
      `${pin} (${role}) shares its pad with the crystal. It can be used only if no crystal is connected.`,
  };

/** `on socket 1, 2: `; empty for all of them. */
function onSockets(sockets: readonly number[] | null): string {
  return sockets === null ? '' : `on socket ${sockets.join(', ')}: `;
}

function remedy(keys: readonly string[]): string {
  return `To cover it, add ${oneOf(keys.map((key) => `"${key}"`))} to the spec.`;
}

/** What all methods say on a subject. */
function wordsOf(subject: 'silenceLimit'): readonly string[] {
  return METHODS.flatMap(({ words }) => words?.[subject] ?? []);
}

function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

const METHOD_REMARKS: RemarkWords = Object.assign({}, ...METHODS.map(({ words }) => words?.remarks));

/** A remark of the plan in a sentence or two. */
export function remarkText(remark: Remark): string {
  return worded({ ...REMARKS, ...METHOD_REMARKS }, remark);
}

/** A warning of the plan in a sentence or two. */
export function warningText(warning: Remark): string {
  return isProjectFinding(warning.key) ? findingText(warning) : capitalised(worded(WARNINGS, warning));
}

function worded(table: RemarkWords, remark: Remark): string {
  const words = table[remark.key];
  if (words === undefined) throw new Error(`no words for the remark ${remark.key}`);
  return words(remark as never);
}
