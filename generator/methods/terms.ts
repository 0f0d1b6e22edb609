/** Bounds as sums of terms, as all methods build them. */
import type { LoopPlan, RetransmissionPlan } from '../../contract/device.ts';
import type { EndReason } from '../../contract/firmware.ts';
import type { MethodName, MethodPlan, Term } from '../../contract/promises.ts';
import { MS_PER_DAY, MS_PER_S } from '../../values/time.ts';
import type { FailureKind } from './failures.ts';
import type { Situation } from './method.ts';

/** Answers of a living peer take no longer than this: a generous round trip, ARP included, on one network. */
export const ROUND_TRIP: Term = { key: 'round-trip', ms: 100 };

/** From an event in the chip to its handling. */
export function worstPoll({ worstPollMs }: LoopPlan): Term {
  return { key: 'worst-poll', ms: worstPollMs };
}

/**
 * What is typical of so many waits for a poll, each from an event in the chip, or a time that is over, at a random moment.
 */
export function typicalWaits(times: number, { typicalWaitMs }: LoopPlan): number {
  return times * typicalWaitMs;
}

/** From data that the application wants to send to the chip's SEND. */
export function sendPoll({ worstPollMs }: LoopPlan): Term {
  return { key: 'send-poll', ms: worstPollMs };
}

/**
 * For methods that wait for silence: data is taken out of the chip within a poll, what is due is sent within a poll, and
 * the end is noticed within a poll. The formulas count whole seconds and have one to spare, which covers the first two.
 */
export function pollTerms(loop: LoopPlan): readonly Term[] {
  if (loop.callEveryMs === null) return [worstPoll(loop), ...furtherPolls(loop)];
  // The user's loop may call so seldom that no second is to spare for them.
  return [{ key: 'worst-poll', times: POLLS_OF_SILENCE, ms: POLLS_OF_SILENCE * loop.worstPollMs }];
}

const POLLS_OF_SILENCE = 3;

/** Calls of the user's loop in which the firmware goes on with what it has begun. */
export function callPauses(times: number, { callEveryMs }: LoopPlan): readonly Term[] {
  return callEveryMs === null ? [] : [{ key: 'callEveryMs', times, ms: times * callEveryMs }];
}

/** What the spare second does not cover of the two polls that take the data and send what is due. */
export function furtherPolls({ worstPollMs }: LoopPlan): readonly Term[] {
  const notSpared = 2 * worstPollMs - MS_PER_S;
  return notSpared > 0 ? [{ key: 'further-polls', ms: notSpared }] : [];
}

/**
 * How one method detects a failure.
 *
 * @param typicalMs when the failure comes at a random moment of an otherwise idle connection
 */
export function detects(method: MethodName, reason: EndReason, terms: readonly Term[], typicalMs: number): MethodPlan {
  return { method, reason, terms, worstMs: sumOf(terms), typicalMs };
}

/** In RTR's unit of 0.1 ms, so that decimal fractions do not add up to a stray last digit. */
export function sumOf(terms: readonly Term[]): number {
  return terms.reduce((sum, term) => sum + Math.round(term.ms * 10), 0) / 10;
}

/** From a segment that the chip sends to the end of its repetitions. */
export function tcpTimeout({ tcpTimeoutMs }: RetransmissionPlan): Term {
  return { key: 'tcp-timeout', ms: tcpTimeoutMs };
}

/** What follows a segment that a peer's kernel should answer; null: the kernel answers it. */
export function answerOf({ kernel }: FailureKind, { retransmission }: Pick<Situation, 'retransmission'>): Term | null {
  if (kernel === 'gone') return tcpTimeout(retransmission);
  return kernel === 'restarted' ? ROUND_TRIP : null;
}

/** Data that the device sends by itself, at most `every` after the last sign of the peer, is not acknowledged or reset. */
export function dataUnanswered(failure: FailureKind, every: Term, situation: Situation): readonly MethodPlan[] {
  const answer = answerOf(failure, situation);
  if (answer === null || failure.name === 'cut-while-sending') return [];
  const reason = failure.kernel === 'restarted' ? 'reset' : 'send-timeout';
  const typicalMs = every.ms / 2 + answer.ms + typicalWaits(2, situation.loop);
  return [detects('data', reason, [every, answer, ...pollTerms(situation.loop)], typicalMs)];
}

/** The same for data that is a message of its own. */
export function messageUnanswered(failure: FailureKind, every: Term, situation: Situation): readonly MethodPlan[] {
  return failure.isWithinMessage === true ? [] : dataUnanswered(failure, every, situation);
}

/** How often a day something happens that happens at such intervals. */
export function timesADay(everyMs: number): number {
  return Math.floor(MS_PER_DAY / everyMs);
}
