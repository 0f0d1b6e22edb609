/** Failures that nothing in the spec covers. */
import { oneOf } from '../../document/words/printed.ts';
import { NS_PER_MS } from '../clock.ts';
import { isUnplanned, type PromisedDetection, promisedFor } from '../scenario/format/promised.ts';
import type { Detected } from '../scenario/format/scenario.generated.ts';
import type { DeviceSession } from '../scenario/record/sessions.ts';
import { span, timeText } from '../words.ts';
import { isAllowedClose } from './allowed-closes.ts';
import { causeText } from './causes.ts';
import { bad, type Case, type Evidence, type FailedConnection, gap, good, type VerdictReason } from './evidence.ts';

/** The failure is a gap, unless the device did something about it, or the scenario demands what the plan cannot give. */
export function uncoveredFindings(
  facts: Case,
  record: FailedConnection,
  session: DeviceSession,
  expected: Detected,
  promise: PromisedDetection,
): readonly VerdictReason[] {
  const { failure, peer } = record;
  const { left, socket, report } = session;
  const story = `${peer}: ${causeText(failure.cause)} at ${timeText(failure.atNs)}`;
  const demanded = demandedOfGap(peer, expected, promise);
  if (left === null) {
    const stood = timeText(facts.stepsDoneNs - failure.atNs);
    const text = `${story}, not detected: socket ${socket} is still ESTABLISHED ${stood} later.`;
    return [gap(`${text} ${uncoveredText(facts, expected, promise)}`), ...demanded];
  }
  if (failure.cause === 'chip-fault') {
    return [gap(`${story}, not noticed. ${uncoveredText(facts, { as: 'chip-reset' }, promise)}`), ...demanded];
  }
  const leftText = `socket ${socket} left ESTABLISHED ${span(left.atNs - failure.atNs)} later`;
  if (isAllowedClose(facts, record, session)) return [good(`${story}, ${leftText}, reason ${report?.reason}.`)];
  return [bad(`${story}; the plan says that nothing covers this, yet ${leftText}.`), ...demanded];
}

/** A demand of the scenario on the end of a connection that the plan does not end. */
function demandedOfGap(
  host: string,
  { as, reason }: Detected,
  { coveredBy }: PromisedDetection,
): readonly VerdictReason[] {
  if (reason === undefined) return [];
  const remedy = coveredBy.length === 0 ? '' : `; ${keysText(coveredBy)} would`;
  return [bad(`${host}: the scenario demands the reason "${reason}", and nothing in the spec covers ${as}${remedy}.`)];
}

/** Says why the plan does not cover the failure, and which keys of the spec would. */
export function uncoveredText(
  { whyUndetected }: Pick<Evidence, 'whyUndetected'>,
  { as }: Pick<Detected, 'as'>,
  { isPlanned, coveredBy }: PromisedDetection,
): string {
  if (!isPlanned || isUnplanned(as)) return `The plan does not know the failure ${as}.`;
  const why = whyUndetected === undefined ? '' : `, because ${whyUndetected(as)}`;
  const remedy = coveredBy.length === 0 ? '' : ` To cover it, add ${keysText(coveredBy)} to the spec.`;
  return `Nothing in the spec covers ${as}${why}.${remedy}`;
}

/** Hosts that were left out of the rest of the scenario; those whose detection the scenario expects are told elsewhere. */
export function leftOutFindings(facts: Case): readonly VerdictReason[] {
  const told = facts.scenario.expect.detected.flatMap(({ peer }) => facts.membersOf(peer));
  return facts.leftOut
    .filter(({ peer }) => !told.includes(peer))
    .map(({ peer, holder, socket, failure: as }) => {
      const promise = promisedFor({ peer, as }, facts.plan, socket);
      const why = promise.covered ? laterText(promise) : uncoveredText(facts, { as }, promise);
      const held = peer === holder ? 'its connection' : `the connection of ${holder}`;
      return gap(`${peer} was left out, since socket ${socket} still holds ${held}, which has failed. ${why}`);
    });
}

/** Only routers end a connection that is promised to end later. */
function laterText({ boundMs }: PromisedDetection): string {
  const bound = timeText((boundMs ?? 0) * NS_PER_MS);
  return `The spec detects this within ${bound}, but nothing in it keeps the connection open. To keep it open, add "keepalive" to the spec.`;
}

/** `"primer", "idle" or "ask"` */
function keysText(keys: readonly string[]): string {
  return oneOf(keys.map((key) => `"${key}"`));
}
