/** Whether failures of peers were detected by firmware that is not the plan's: only the scenario sets bounds. */
import { NS_PER_MS } from '../clock.ts';
import { promisedFor, withinMs } from '../scenario/format/promised.ts';
import type { Detected } from '../scenario/format/scenario.generated.ts';
import { span, timeText } from '../words.ts';
import { bad, type Case, failedOf, gap, good, sessionOf, toMs, type VerdictReason } from './evidence.ts';
import { uncoveredText } from './uncovered.ts';

/** One sentence per connection. A failure that probes cover must be noticed, at whatever time. */
export function externalFirmwareFindings(facts: Case): readonly VerdictReason[] {
  return facts.scenario.expect.detected.flatMap((expected) =>
    facts.membersOf(expected.peer).map((host) => findingFor(facts, host, expected)),
  );
}

function findingFor(facts: Case, host: string, expected: Detected): VerdictReason {
  const record = failedOf(facts, host);
  const session = record === undefined ? undefined : sessionOf(facts, record);
  if (record === undefined || record.failure === null || session === undefined) {
    return bad(`${host}: the scenario expects its end to be detected, but no connection of it was ended.`);
  }
  const story = `${host}: gone at ${timeText(record.failure.atNs)}`;
  const { left, socket, report } = session;
  if (left === null) {
    const text = `${story}, and socket ${socket} is still ESTABLISHED ${timeText(facts.endNs - record.failure.atNs)} later.`;
    const promise = promisedFor(expected, facts.plan, socket);
    const isDemanded = promise.covered || expected.reason !== undefined;
    return isDemanded ? bad(text) : gap(`${text} ${uncoveredText(facts, expected, promise)}`);
  }
  const latencyNs = left.atNs - record.failure.atNs;
  const allowedMs = expected.within === undefined ? null : withinMs(expected.within, facts.plan, socket);
  const text = `${story}, socket ${socket} left ESTABLISHED ${span(latencyNs)} later (${left.cause})`;
  if (expected.reason !== undefined && report?.reason !== expected.reason) {
    const told = report === null ? 'and the firmware reported no reason' : `reason "${report.reason}"`;
    return bad(`${text}, ${told}; the scenario demands "${expected.reason}".`);
  }
  if (allowedMs === null) return good(`${text}; nothing is promised for this firmware.`);
  const bound = `the scenario allows ${timeText(allowedMs * NS_PER_MS)}`;
  return toMs(latencyNs) > allowedMs || latencyNs < 0 ? bad(`${text}; ${bound}.`) : good(`${text}; ${bound}.`);
}
