import type { KeepalivePlan, LoopPlan } from '../../../contract/device.ts';
import type { MethodPlan, Term } from '../../../contract/promises.ts';
import { MS_PER_S } from '../../../values/time.ts';
import type { FailureKind } from '../failures.ts';
import type { Sending, Situation } from '../method.ts';
import { answerOf, detects, furtherPolls, sumOf, typicalWaits, worstPoll } from '../terms.ts';

/** Probes need an answer of the peer's kernel. No probe is sent while data is unacknowledged, or before data was exchanged. */
export function probeDetection(
  failure: FailureKind,
  keepalive: KeepalivePlan,
  situation: Situation,
): readonly MethodPlan[] {
  const answer = answerOf(failure, situation);
  if (answer === null || failure.name === 'cut-while-sending') return [];
  const first = failure.name === 'silent-client' ? firstOf(situation.sendings) : null;
  if (failure.name === 'silent-client' && first === null) return [];
  const start = first === null || first.firstAfterMs === 0 ? [] : [{ key: first.key, ms: first.firstAfterMs }];
  const { loop } = situation;
  const terms = [...start, ...longestWait(keepalive, loop), ...answerTerms(answer, situation), worstPoll(loop)];
  const reason = failure.kernel === 'restarted' ? 'reset' : 'probe-timeout';
  return [detects('probe', reason, terms, keepalive.probeIntervalMs / 2 + answer.ms + typicalWaits(2, loop))];
}

/** If the peer never sends, counting begins with the first data that the device sends by itself. */
function firstOf(sendings: readonly Sending[]): Sending | null {
  return sendings.toSorted((a, b) => a.firstAfterMs - b.firstAfterMs)[0] ?? null;
}

/**
 * No datasheet says what a SEND does while a probe is being repeated. If it restarted the repetitions, they would end one
 * TCP timeout after the SEND. Only one SEND can do so, because the next one waits for SENDOK.
 */
function answerTerms(answer: Term, { sendings }: Situation): readonly Term[] {
  const sendsLater = sendings.some(({ firstAfterMs }) => firstAfterMs > 0);
  return sendsLater && answer.key === 'tcp-timeout' ? [answer, { key: 'send-while-probing', ms: answer.ms }] : [answer];
}

/** From the failure to the first probe after it: the longer one of counting and hold. */
function longestWait(keepalive: KeepalivePlan, loop: LoopPlan): readonly Term[] {
  const counted = longestCount(keepalive, loop);
  if (keepalive.holdMs === null) return counted;
  const held = [
    { key: 'probe-hold', ms: keepalive.holdMs },
    { key: 'hold-poll', ms: loop.worstPollMs },
  ];
  return sumOf(held) > sumOf(counted) ? held : counted;
}

/**
 * A peer may die at any moment. The worst one is right after its last data: the data is handled within a poll, the first
 * probe is due NO_DATA_PERIOD + KA_SEND_PERIOD − 1 s later at most, sent within a poll, given up after the TCP timeout and
 * detected within a poll. If the peer dies right after the answer to a probe, it takes KA_SEND_PERIOD instead; if it dies
 * before the answer, less. The formula counts whole periods and one poll. So it has a margin of 1 s, which covers two
 * further polls. If two polls take longer, the rest is added as a term of its own. If the first probe is sent at
 * NO_DATA_PERIOD, or the chip counts, the longer period is counted alone, and the polls are a term of their own.
 */
function longestCount(keepalive: KeepalivePlan, loop: LoopPlan): readonly Term[] {
  const { by, firstProbe, NO_DATA_PERIOD, KA_SEND_PERIOD } = keepalive;
  if (by === 'timer' && firstProbe === 'note') {
    return [
      { key: 'NO_DATA_PERIOD', ms: NO_DATA_PERIOD * MS_PER_S },
      { key: 'KA_SEND_PERIOD', ms: KA_SEND_PERIOD * MS_PER_S },
      ...furtherPolls(loop),
    ];
  }
  const longer = NO_DATA_PERIOD >= KA_SEND_PERIOD ? 'NO_DATA_PERIOD' : 'KA_SEND_PERIOD';
  const period = { key: longer, ms: Math.max(NO_DATA_PERIOD, KA_SEND_PERIOD) * MS_PER_S };
  return by === 'chip' ? [period] : [period, { key: 'probe-polls', ms: 2 * loop.worstPollMs }];
}
