/** Whether the application answered as the dialogue of the spec says. It says nothing about connections. */
import { NS_PER_S } from '../clock.ts';
import { isImpaired } from '../scenario/format/wire.ts';
import type { ConnectionRecord } from '../scenario/record/connection-record.ts';
import { NO_ECHO } from '../scenario/record/no-echo.ts';
import { countOf, timeText } from '../words.ts';
import { bad, type Case, good, overlapsFault, sessionOf, type VerdictReason } from './evidence.ts';
import { lostFrames } from './lost-frames.ts';

type Difference = NonNullable<ConnectionRecord['difference']>;

export function answerFindings(facts: Case): readonly VerdictReason[] {
  const unechoed = facts.connections.flatMap(({ peer, noEcho }) => (noEcho === undefined ? [] : [{ peer, ...noEcho }]));
  const [first] = unechoed;
  if (first === undefined) return dialogueFindings(facts);
  // What one application does to many connections is one finding.
  const others = unechoed.length === 1 ? '' : ` (and ${countOf(unechoed.length - 1, 'connection')} more)`;
  const text = `answer-differs: ${first.peer}${others} ${first.text}, at ${timeText(first.atNs)}; ${NO_ECHO}.`;
  return [bad(text), ...dialogueFindings(facts)];
}

function dialogueFindings(facts: Case): readonly VerdictReason[] {
  const wrong = facts.connections.flatMap((record) => {
    const { difference, peer } = record;
    if (difference === undefined || isExcused(facts, record, difference)) return [];
    return [bad(`answer-differs: ${peer} at ${timeText(difference.atNs)}: ${difference.text}.`)];
  });
  const answers = facts.connections.reduce((sum, record) => sum + (record.answers ?? 0), 0);
  return wrong.length > 0 || answers === 0
    ? wrong
    : [good(`${countOf(answers, 'message')} came as the dialogue says.`)];
}

/** Whether something else than the application may be why an answer differs, or is missing. */
function isExcused(facts: Case, record: ConnectionRecord, difference: Difference): boolean {
  const session = sessionOf(facts, record);
  // No checksum protects the bytes between chip and firmware.
  if (session === undefined || overlapsFault(facts, session)) return true;
  if (!difference.isMissing) return false;
  const { failure } = record;
  const hasFailed = failure !== null && failure.cause !== 'close' && failure.atNs <= difference.atNs;
  const hasLeft = session.left !== null && failure === null && session.left.atNs <= difference.atNs;
  return (
    hasFailed || hasLeft || record.stoppedReading || isImpaired(facts.scenario) || wasLost(facts, record, difference)
  );
}

/** A kernel repeats what was lost after 1, 2 and 4 s; what is said meanwhile waits behind it. */
const REPEATED_NS = 4 * NS_PER_S;

function wasLost(facts: Case, record: ConnectionRecord, { sinceNs, atNs }: Difference): boolean {
  return lostFrames(facts, record, sinceNs - REPEATED_NS, atNs) > 0;
}
