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
    `${onSockets(sockets)}a connection whose peer is dead stays open for ever: nothing detects ${oneOf(failures)}. ${remedy(keys)}`,
  'budget-without-detection': ({ sockets, budgetMs, keys }) =>
    `${onSockets(sockets)}the budget of ${budgetMs / 1000} s (detection.maxSeconds) holds for no dead peer, because nothing detects one. ${remedy(keys)}`,
  'silent-client': ({ sockets, keys }) =>
    `${onSockets(sockets)}a peer that connects and never sends is never probed, so its failure is never detected. ${remedy(keys)}`,
  'held-probes': ({ sockets, wantedMs, holdMs, fittingCount, fittingTcpTimeoutMs }) =>
    `${onSockets(sockets)}probes leave every ${seconds(holdMs)}, not every KA_SEND_PERIOD of ${seconds(wantedMs)}: until the TCP timeout has passed the chip may still be repeating the last one, and the datasheets do not say what SEND_KEEP does then. ${fittingCount === null ? 'A smaller retransmission.timeoutMs or a longer KA_SEND_PERIOD avoids it.' : `With retransmission.count ${fittingCount} (TCP timeout ${seconds(fittingTcpTimeoutMs ?? 0)}) they leave every KA_SEND_PERIOD.`}`,
  'example-mac': ({ mac }) =>
    `the MAC address ${mac} (network.mac) is of an example of WIZnet: two boards with it on one network disturb each other's connections. Give each device its own. Addresses of your choice begin with 02, for example 02${mac.slice(2)}.`,
  'short-chip-timer': ({ periodMs, tcpTimeoutMs }) =>
    `The chip's own timer has a period of ${seconds(periodMs)}, no longer than the TCP timeout of ${seconds(tcpTimeoutMs)}: it may probe while a probe is still being repeated, and the datasheet does not say what happens then.`,
};

const REMARKS: WordsOf<Exclude<PlanRemark, PinRemark>> & Readonly<Record<PinRemark['key'], (it: PinRemark) => string>> =
  {
    'one-client-a-port': ({ ports, heldMs }) =>
      `One client at a time on port ${ports.join(', ')}: while a dead one holds the socket, ${heldMs === null ? 'for ever' : `for up to ${heldMs} ms`}, others are refused.`,
    'shared-retransmission': ({ transmissions, tcpTimeoutMs }) =>
      `RTR and RCR hold for all sockets of the chip and for data as well as probes: each segment is sent ${transmissions} times within ${tcpTimeoutMs} ms, and then its connection is given up.`,
    'silence-ends-living-peer': () =>
      `${capitalised(oneOf(wordsOf('silenceLimit')))} ends the connection of a peer that lives but does not send.`,
    'short-tcp-timeout': ({ tcpTimeoutMs }) => `A living peer that is out of reach for ${tcpTimeoutMs} ms is given up.`,
    'library-clock': ({ sysclkHz }) =>
      `SystemInit of your library copy sets the clock and must make ${sysclkHz} Hz. When the crystal fails, it stays on HSI and reports nothing; every time here is then wrong by that factor.`,
    'inexact-oscillator': () =>
      'HSI is trimmed to about 1 % at 25 °C and drifts by up to 2.5 % over temperature: the tick, and with it each period in seconds, is as inexact.',
    'slow-spi': ({ clockHz, requestedMaxHz }) =>
      `SPI runs at ${clockHz} Hz although ${requestedMaxHz} Hz were allowed: part, chip and divider give no more.`,
    'burst-functions': ({ chunkBytes }) =>
      `The poll, and each time that counts it, is that of an SPI which moves ${chunkBytes} bytes in one call: register reg_wizchip_spiburst_cbfunc. Without it ioLibrary calls your function for each byte, and what such a call takes is in no time here.`,
    'no-interrupt-pin': ({ longestRoundMs }) =>
      `INTn is not wired: the chip is asked over SPI, each socket every ${longestRoundMs} ms.`,
    'boot-pin': ({ pin, role }) =>
      `${pin} (${role}) is BOOT1, sampled at reset: the circuit on it must not hold it high when BOOT0 is high.`,
    'jtag-pin': ({ pin, role }) => `${pin} (${role}) is a JTAG pin: JTAG is switched off, SWD stays.`,
    'backup-supply-pin': ({ pin, role }) => `${pin} (${role}) is on the backup supply: 2 MHz, 30 pF and 3 mA at most.`,
    'oscillator-pin': ({ pin, role }) => `${pin} (${role}) shares its pad with the crystal: it works only without one.`,
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
