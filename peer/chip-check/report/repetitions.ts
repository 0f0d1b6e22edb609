/**
 * Switches that show in how long a chip repeats what nobody answers. The waits of RTR and RCR are 100, 200, 400 and 800 ms,
 * and one more of 800 ms where the chip repeats once more.
 */
import { MadeCheck, madeCheck, notMeasured, type SwitchFinding } from './finding.ts';
import type { ChipReport } from './lines.ts';

/** Ticks, polls and the far side's answers. */
const TOLERANCE_MS = 60;
const WAITS_MS = 1500;
const ONE_MORE_MS = 800;
const SECOND_MS = 500;

const isNear = (ms: number, wanted: number): boolean => Math.abs(ms - wanted) <= TOLERANCE_MS;

export function retransmissions(report: ChipReport): SwitchFinding {
  const check = madeCheck(report, 'send-timeout');
  if (!(check instanceof MadeCheck)) return check;
  if (!check.has('closed_ms')) return notMeasured('the far side still answered: hiding the chip had no effect');
  const ms = check.number('closed_ms');
  if (isNear(ms, WAITS_MS)) return check.finding('rcr');
  return isNear(ms, WAITS_MS + ONE_MORE_MS) ? check.finding('rcr-plus-one') : check.unknown();
}

/** How long data is repeated in vain; null: not known. */
function timeoutMs(report: ChipReport): number | null {
  const found = retransmissions(report);
  return 'value' in found ? WAITS_MS + oneMore(found) : null;
}

function oneMore(found: SwitchFinding): number {
  return 'value' in found && found.value === 'rcr-plus-one' ? ONE_MORE_MS : 0;
}

const NO_TIMEOUT = notMeasured('send-timeout, with which it is compared, was not measured');

export function retransmissionLatch(check: MadeCheck, report: ChipReport): SwitchFinding {
  const wholeMs = timeoutMs(report);
  if (wholeMs === null) return NO_TIMEOUT;
  if (!check.has('closed_ms')) return check.unknown();
  const ms = check.number('closed_ms');
  if (isNear(ms, wholeMs / 2)) return check.finding('each-wait');
  return isNear(ms, wholeMs) ? check.finding('open') : check.unknown();
}

/** Whether probes leave at all, and are given up as data is. */
function probesWork(report: ChipReport): boolean {
  const check = madeCheck(report, 'probe-timeout');
  return check instanceof MadeCheck && check.has('closed_ms');
}

const NO_PROBES = notMeasured('SEND_KEEP to a silent peer did not end the connection, even after data (probe-timeout)');

/** Whether SEND_KEEP sent a probe, by its timeout. */
export function probeSent(check: MadeCheck, report: ChipReport, values: readonly [string, string]): SwitchFinding {
  if (!probesWork(report)) return NO_PROBES;
  return check.finding(check.has('closed_ms') ? values[0] : values[1]);
}

export function keepaliveNeeds(check: MadeCheck, report: ChipReport): SwitchFinding {
  const before = madeCheck(report, 'probe-before-data');
  if (!(before instanceof MadeCheck)) return before;
  if (probesWork(report) && before.has('closed_ms')) {
    return notMeasured('SEND_KEEP works before any data, so the question does not arise');
  }
  return probeSent(check, report, ['sent-or-received', 'sent']);
}

/** What a second command does to the repetitions of a probe. */
export function whileProbing(check: MadeCheck, report: ChipReport, values: readonly [string, string]): SwitchFinding {
  const probe = madeCheck(report, 'probe-timeout');
  if (!(probe instanceof MadeCheck) || !probe.has('closed_ms')) return NO_PROBES;
  if (!check.has('closed_ms')) return check.unknown();
  const [ms, wholeMs] = [check.number('closed_ms'), probe.number('closed_ms')];
  if (isNear(ms, wholeMs)) return check.finding(values[0]);
  return isNear(ms, wholeMs + SECOND_MS) ? check.finding(values[1]) : check.unknown();
}

/** RTR and RCR: 100 and 200 ms. The period of the chip's timer is 5 s; data went out 3 s after it was set. */
const AUTO = { waitsMs: 300, oneMoreMs: 200, periodMs: 5000, trafficMs: 3000, repetitions: 1 };

/** When the chip's timer ended the connection tells both whether data restarts it, and how it repeats. */
export function autoKeepalive(check: MadeCheck, report: ChipReport, key: 'retries' | 'restarts'): SwitchFinding {
  const found = retransmissions(report);
  if (!('value' in found)) return NO_TIMEOUT;
  if (!check.has('closed_ms')) {
    return notMeasured('the connection did not end: the far side may have asked for the new MAC address by ARP');
  }
  const extra = found.value === 'rcr-plus-one' ? 1 : 0;
  for (const restarts of [true, false]) {
    for (const retries of ['rtr-rcr', 'period'] as const) {
      const first = AUTO.periodMs + (restarts ? AUTO.trafficMs : 0);
      const byRtr = AUTO.waitsMs + extra * AUTO.oneMoreMs;
      const byPeriod = AUTO.periodMs * (AUTO.repetitions + 1 + extra);
      const ms = first + (retries === 'rtr-rcr' ? byRtr : byPeriod);
      if (isNear(check.number('closed_ms'), ms)) return check.finding(key === 'retries' ? retries : restarts);
    }
  }
  return check.unknown();
}

/**
 * The waits 100 to 800 ms, after what is left of the present one: of 50 ms, or of 800 ms. Of these 400 ms are left, or up to
 * 300 ms more, as the far side's ACK may be late.
 */
const WINDOW = { waitsMs: 1500, presentMs: 50, leftMs: 400, lateMs: 300 };

export function windowProbes(check: MadeCheck, report: ChipReport): SwitchFinding {
  const found = retransmissions(report);
  if (!('value' in found)) return NO_TIMEOUT;
  if (!check.has('closed_ms')) return check.unknown();
  const ms = check.number('closed_ms') - WINDOW.waitsMs - oneMore(found);
  if (ms > -TOLERANCE_MS && ms < WINDOW.presentMs + TOLERANCE_MS) return check.finding('every-rtr');
  const leastMs = WINDOW.leftMs - TOLERANCE_MS;
  return ms > leastMs && ms < leastMs + WINDOW.lateMs + 2 * TOLERANCE_MS ? check.finding('back-off') : check.unknown();
}
