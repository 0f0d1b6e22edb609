/** Which method sees which failure, and how soon. */

import type {
  BareSocket,
  HealthPlan,
  KeepalivePlan,
  LinkPlan,
  LoopPlan,
  RetransmissionPlan,
} from '../../contract/device.ts';
import type { EndReason } from '../../contract/firmware.ts';
import type { Failure, Method, MethodPlan, Term } from '../../contract/promises.ts';

/** Answers of a living peer take no longer than this: a generous round trip, ARP included, on one network. */
const ROUND_TRIP_MS = 100;
const MS_PER_S = 1000;

export interface Situation {
  readonly socket: BareSocket;
  readonly retransmission: RetransmissionPlan;
  readonly loop: LoopPlan;
  readonly link: LinkPlan | null;
  readonly health: HealthPlan | null;
}

/** The peer's kernel is out of reach, restarted, or alive and well. */
type Kernel = 'gone' | 'restarted' | 'alive';

const KERNELS: Readonly<Partial<Record<Failure, Kernel>>> = {
  'cable-cut': 'gone',
  'power-cut': 'gone',
  'nat-forgot': 'gone',
  'link-down': 'gone',
  'cut-while-sending': 'gone',
  'silent-client': 'gone',
  'peer-reboot': 'restarted',
  'peer-hung': 'alive',
  'zero-window': 'alive',
};

/** Every method that is configured for a socket and sees this failure. */
export function methodsFor(failure: Failure, situation: Situation): readonly MethodPlan[] {
  const { loop, link, health, socket } = situation;
  const poll = worstPoll(loop);
  switch (failure) {
    case 'orderly-close':
      return [method('fin', 'peer-closed', [roundTrip, poll], ROUND_TRIP_MS)];
    case 'goodbye':
      return [method('goodbye', 'goodbye', [roundTrip, poll], ROUND_TRIP_MS)];
    case 'chip-reset':
      return [
        method('chip-check', 'chip-fault', [poll], loop.sweepRoundMs / 2),
        ...given(health, ({ everyMs }) =>
          method('health', 'chip-fault', [{ key: 'health.everyS', ms: everyMs }, poll], everyMs / 2),
        ),
      ];
    default: {
      const silence = silenceMethods(failure, situation);
      const wire = wireMethods(failure, situation);
      const phy = failure === 'link-down' ? given(link, (it) => linkMethod(it, loop)) : [];
      return [...wire, ...silence, ...phy, ...sendTimeout(failure, socket, loop)];
    }
  }
}

/** What needs an answer of the peer's kernel: probes, and data that the device sends by itself. */
function wireMethods(failure: Failure, situation: Situation): readonly MethodPlan[] {
  const { socket, retransmission, loop } = situation;
  const kernel = KERNELS[failure];
  if (kernel === undefined || kernel === 'alive') return [];
  const answer: Term = kernel === 'restarted' ? roundTrip : { key: 'tcp-timeout', ms: retransmission.tcpTimeoutMs };
  const methods: MethodPlan[] = [];
  const reset = kernel === 'restarted';
  if (failure === 'cut-while-sending') {
    const begin: Term = { key: 'send-poll', ms: loop.worstPollMs };
    methods.push(method('data', 'send-timeout', [begin, answer, worstPoll(loop)], retransmission.tcpTimeoutMs));
  } else if (socket.keepalive !== null && (failure !== 'silent-client' || sendsByItself(socket))) {
    const { keepalive } = socket;
    const terms = [...countingTerms(failure, situation, keepalive), answer, ...pollTerms(loop)];
    methods.push(method('probe', reset ? 'reset' : 'probe-timeout', terms, keepalive.probeIntervalMs / 2 + answer.ms));
  }
  const { send } = socket.watch.heartbeat;
  if (send !== null && failure !== 'cut-while-sending') {
    const terms = [{ key: 'heartbeat.send.everyS', ms: send.everyMs }, answer, ...pollTerms(loop)];
    methods.push(method('data', reset ? 'reset' : 'send-timeout', terms, send.everyMs / 2 + answer.ms));
  }
  const { ask } = socket.watch;
  if (ask !== null && failure !== 'cut-while-sending') {
    const terms = [{ key: 'ask.afterIdleS', ms: ask.afterIdleMs }, answer, ...pollTerms(loop)];
    methods.push(method('data', reset ? 'reset' : 'send-timeout', terms, ask.afterIdleMs / 2 + answer.ms));
  }
  return quickestOfEach(methods);
}

/** What needs words of the peer's application. A peer may fail right after its last data. */
function silenceMethods(failure: Failure, { socket, loop }: Situation): readonly MethodPlan[] {
  if (KERNELS[failure] === undefined) return [];
  const { idle, heartbeat, ask } = socket.watch;
  const polls = pollTerms(loop);
  return [
    ...given(idle, ({ closeAfterMs, checkEveryMs }) => {
      const terms = [
        { key: 'idle.closeAfterS', ms: closeAfterMs },
        { key: 'idle.checkEveryS', ms: checkEveryMs },
      ];
      return method('idle', 'idle', [...terms, ...polls], closeAfterMs + checkEveryMs / 2);
    }),
    ...given(heartbeat.expect, ({ withinMs }) =>
      method('heartbeat', 'heartbeat-missed', [{ key: 'heartbeat.expect.withinS', ms: withinMs }, ...polls], withinMs),
    ),
    ...given(ask, ({ afterIdleMs, withinMs, tries }) => {
      const terms = [
        { key: 'ask.afterIdleS', ms: afterIdleMs },
        { key: 'ask.withinS', times: tries, ms: tries * withinMs },
      ];
      return method('ask', 'no-answer', [...terms, ...polls], afterIdleMs / 2 + tries * withinMs);
    }),
  ];
}

function sendTimeout(failure: Failure, { watch }: Situation['socket'], loop: LoopPlan): readonly MethodPlan[] {
  if (failure !== 'zero-window' && failure !== 'cut-while-sending') return [];
  const begin: Term = { key: 'send-poll', ms: loop.worstPollMs };
  return given(watch.sendTimeoutMs, (ms) =>
    method('send-timeout', 'send-timeout', [begin, { key: 'sendTimeoutS', ms }, worstPoll(loop)], ms),
  );
}

function linkMethod({ holdMs, lookMs }: LinkPlan, loop: LoopPlan): MethodPlan {
  const hold = holdMs === 0 ? [] : [{ key: 'link.holdS', ms: holdMs }];
  return method('link', 'link-down', [...hold, { key: 'phy-look', ms: lookMs }, worstPoll(loop)], holdMs + lookMs / 2);
}

/**
 * A peer may die at any moment. Worst is right after its last data: the data is handled within a poll, the first probe
 * is asked for NO_DATA_PERIOD + KA_SEND_PERIOD − 1 s later at most, sent within a poll, given up after the TCP time-out
 * and noticed within a poll. Dying right after a probe's answer costs KA_SEND_PERIOD instead, dying before the answer
 * less than that. The formula counts whole periods and one poll; the second it has to spare covers two further polls,
 * and what it does not cover is added as a term of its own. Where the first probe leaves at NO_DATA_PERIOD, or the chip
 * counts, the longer one of the two periods takes their place, and the timer's polls are a term of their own.
 */
function countingTerms(failure: Failure, { socket, loop }: Situation, keepalive: KeepalivePlan): Term[] {
  const terms = longestCount(keepalive, loop.worstPollMs);
  // Counting begins with what the device sends by itself: a heartbeat only some time after the connection.
  const { primer, heartbeat } = socket.watch;
  const lateStart = failure === 'silent-client' && primer === null && heartbeat.send !== null;
  return lateStart ? [{ key: 'heartbeat.send.everyS', ms: heartbeat.send?.everyMs ?? 0 }, ...terms] : terms;
}

function longestCount(keepalive: KeepalivePlan, worstPollMs: number): Term[] {
  const { by, firstProbe, NO_DATA_PERIOD, KA_SEND_PERIOD } = keepalive;
  if (by === 'timer' && firstProbe === 'note') {
    return [
      { key: 'NO_DATA_PERIOD', ms: NO_DATA_PERIOD * MS_PER_S },
      { key: 'KA_SEND_PERIOD', ms: KA_SEND_PERIOD * MS_PER_S },
    ];
  }
  const longer = NO_DATA_PERIOD >= KA_SEND_PERIOD ? 'NO_DATA_PERIOD' : 'KA_SEND_PERIOD';
  const period = { key: longer, ms: Math.max(NO_DATA_PERIOD, KA_SEND_PERIOD) * MS_PER_S };
  return by === 'chip' ? [period] : [period, { key: 'probe-polls', ms: 2 * worstPollMs }];
}

function sendsByItself({ watch }: Situation['socket']): boolean {
  return watch.primer !== null || watch.heartbeat.send !== null || watch.ask !== null;
}

const roundTrip: Term = { key: 'round-trip', ms: ROUND_TRIP_MS };

function worstPoll({ worstPollMs }: LoopPlan): Term {
  return { key: 'worst-poll', ms: worstPollMs };
}

function pollTerms(loop: LoopPlan): Term[] {
  const terms: Term[] = [worstPoll(loop)];
  const notSpared = 2 * loop.worstPollMs - MS_PER_S;
  return notSpared > 0 ? [...terms, { key: 'further-polls', ms: notSpared }] : terms;
}

/** Sums in RTR's unit of 0.1 ms, so that decimal fractions do not add up to a stray last digit. */
function method(name: Method, reason: EndReason, terms: readonly Term[], typicalMs: number): MethodPlan {
  const units = terms.reduce((sum, term) => sum + Math.round(term.ms * 10), 0);
  return { method: name, reason, terms, worstMs: units / 10, typicalMs };
}

function given<T>(value: T | null, make: (value: T) => MethodPlan): readonly MethodPlan[] {
  return value === null ? [] : [make(value)];
}

/** Two ways of sending data by itself are one method, and the sooner counts. */
function quickestOfEach(methods: readonly MethodPlan[]): readonly MethodPlan[] {
  return methods.filter(
    (it, index) =>
      !methods.some(
        (other, at) =>
          other.method === it.method && (other.worstMs < it.worstMs || (other.worstMs === it.worstMs && at < index)),
      ),
  );
}
