import { DEFAULT_SWITCHES } from '../../../simulator/chip/model/switches.ts';
import { MadeCheck, madeCheck, type SwitchFinding, type SwitchName } from './finding.ts';
import type { ChipReport } from './lines.ts';
import {
  autoKeepalive,
  keepaliveNeeds,
  probeSent,
  retransmissionLatch,
  retransmissions,
  whileProbing,
  windowProbes,
} from './repetitions.ts';
import { countedTime, headerMiso, ONLY_W5500, pointers, timeWait } from './times.ts';

export type SwitchFindings = Readonly<Record<SwitchName, SwitchFinding>>;

interface Row {
  /** The line of the report. */
  readonly check: string;
  readonly onlyW5500?: true;
  readonly conclude: (check: MadeCheck, report: ChipReport) => SwitchFinding;
}

const IR_DISCON = 0x02;
const IR_RECV = 0x04;
const SR_CLOSED = 0x00;
const SR_LISTEN = 0x14;
const SR_ESTABLISHED = 0x17;

/** One of two values, by a number of the line. */
function either<Value extends string | boolean>(
  key: string,
  holds: (value: number) => boolean,
  [yes, no]: readonly [Value, Value],
): Row['conclude'] {
  return (check) => check.finding(holds(check.number(key)) ? yes : no);
}

/** One of two values, by two values of Sn_SR; any other state is none of them. */
function byState(states: Readonly<Record<number, string>>): Row['conclude'] {
  return (check) => {
    const value = states[check.number('sr')];
    return value === undefined ? check.unknown() : check.finding(value);
  };
}

const isOne = (value: number): boolean => value === 1;

const ROWS: Readonly<Record<SwitchName, Row>> = {
  commandNs: { check: 'command', conclude: (check) => countedTime(check, DEFAULT_SWITCHES.commandNs) },
  softResetNs: { check: 'soft-reset', conclude: (check) => countedTime(check, DEFAULT_SWITCHES.softResetNs) },
  headerMiso: { check: 'header-miso', onlyW5500: true, conclude: headerMiso },
  initialPointers: { check: 'pointers', conclude: pointers },
  initialSequence: { check: 'initial-sequence', conclude: initialSequence },
  keepaliveNeeds: { check: 'probe-after-receiving', conclude: keepaliveNeeds },
  keepaliveBeforeData: {
    check: 'probe-before-data',
    conclude: (check, report) => probeSent(check, report, ['probe', 'nothing']),
  },
  probeOctet: { check: 'probe-octet', conclude: probeOctet },
  sendKeepWhileProbing: {
    check: 'probe-twice',
    conclude: (check, report) => whileProbing(check, report, ['ignored', 'restarts']),
  },
  sendWhileProbing: {
    check: 'send-while-probing',
    conclude: (check, report) => whileProbing(check, report, ['continues', 'restarts']),
  },
  autoKeepaliveRetries: {
    check: 'auto-keepalive',
    onlyW5500: true,
    conclude: (check, report) => autoKeepalive(check, report, 'retries'),
  },
  autoKeepaliveRestartsOnTraffic: {
    check: 'auto-keepalive',
    onlyW5500: true,
    conclude: (check, report) => autoKeepalive(check, report, 'restarts'),
  },
  retransmissions: { check: 'send-timeout', conclude: (_check, report) => retransmissions(report) },
  retransmissionLatch: { check: 'latched-timeout', conclude: retransmissionLatch },
  partialSend: { check: 'partial-send', conclude: partialSend },
  emptySend: { check: 'empty-send', conclude: either('sendok', isOne, ['sendok', 'nothing']) },
  sendKeepSendok: { check: 'answered-probe', conclude: sendKeepSendok },
  closeNs: { check: 'close', conclude: (check) => countedTime(check, DEFAULT_SWITCHES.closeNs) },
  disconOnRst: { check: 'peer-reset', conclude: either('ir', (ir) => (ir & IR_DISCON) !== 0, [true, false]) },
  synrecvRst: { check: 'synrecv-reset', conclude: byState({ [SR_CLOSED]: 'closed', [SR_LISTEN]: 'listen' }) },
  rstInWindow: { check: 'rst-in-window', conclude: byState({ [SR_ESTABLISHED]: 'challenged', [SR_CLOSED]: 'closes' }) },
  strayAtListen: { check: 'stray-at-listen', conclude: either('rst', isOne, ['reset', 'dropped']) },
  impossibleSources: {
    check: 'impossible-source',
    conclude: either('sr', (sr) => sr === SR_LISTEN, ['dropped', 'taken']),
  },
  windowProbes: { check: 'window-probes', conclude: windowProbes },
  maskedSnIr: { check: 'masked-event', conclude: either('ir', (ir) => (ir & IR_RECV) !== 0, ['latches', 'not-set']) },
  recvAgain: { check: 'partial-recv', conclude: recvAgain },
  rxAfterClosed: { check: 'peer-reset', conclude: either('left', (left) => left > 0, ['kept', 'lost']) },
  finWait: { check: 'fin-wait', conclude: (check) => check.finding(check.has('closed_ms') ? 'times-out' : 'waits') },
  closedUdpPort: { check: 'closed-udp-port', conclude: either('unreachable', isOne, ['unreachable', 'silent']) },
  timeWaitNs: { check: 'time-wait', conclude: timeWait },
};

/** The lines of a report that switches rest on. */
export const CHECK_NAMES: ReadonlySet<string> = new Set(Object.values(ROWS).map(({ check }) => check));

/**
 * What a report says of each switch of the chip's model.
 *
 * @throws {ReportError} when a line lacks what it must hold.
 */
export function conclude(report: ChipReport): SwitchFindings {
  const found = Object.entries(ROWS).map(([name, row]) => [name, findingOf(row, report)] as const);
  return Object.fromEntries(found) as SwitchFindings;
}

function findingOf({ check, onlyW5500, conclude: by }: Row, report: ChipReport): SwitchFinding {
  if (onlyW5500 === true && report.chip !== 'W5500') return ONLY_W5500;
  const made = madeCheck(report, check);
  return made instanceof MadeCheck ? by(made, report) : made;
}

function initialSequence(check: MadeCheck): SwitchFinding {
  const values = ['iss1', 'iss2', 'iss3'].map((key) => check.number(key));
  return check.finding(new Set(values).size === 1 ? (values[0] ?? 0) : 'random');
}

function probeOctet(check: MadeCheck): SwitchFinding {
  const octet = check.number('octet');
  return check.finding(octet === check.number('sent') ? 'last-sent' : octet);
}

/** SENDOK for less than what was sent; or no SENDOK, though a part was sent. */
function partialSend(check: MadeCheck): SwitchFinding {
  const [moved, size] = [check.number('moved'), check.number('size')];
  if (check.number('sendok') === 1) return moved < size ? check.finding('peer-window') : check.unknown();
  // One octet may be a probe of the closed window.
  return moved > 1 && moved < size ? check.finding('whole') : check.unknown();
}

function sendKeepSendok(check: MadeCheck): SwitchFinding {
  if (check.number('sr') !== SR_ESTABLISHED) return check.unknown();
  return check.finding(check.number('sendok') === 1);
}

function recvAgain(check: MadeCheck): SwitchFinding {
  if (check.number('left') === 0) return check.unknown();
  return check.finding((check.number('ir') & IR_RECV) !== 0);
}
