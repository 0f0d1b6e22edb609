import type { DetectionPlan, EndReason, Failure, KeepalivePlan, LoopPlan, RetransmissionPlan } from './types.ts';

/** Answers of a living peer take no longer than this: a generous round trip, ARP included, on one network. */
const ROUND_TRIP_MS = 100;
const MS_PER_S = 1000;

type Term = DetectionPlan['terms'][number];

interface Covered {
  readonly failure: Failure;
  readonly title: string;
  readonly terms: readonly Term[];
  readonly reason: EndReason;
  readonly why: string;
}

export interface DetectionInput {
  readonly keepalive: KeepalivePlan;
  readonly retransmission: RetransmissionPlan;
  readonly loop: LoopPlan;
}

/**
 * The upper bound of detection latency for each kind of failure: from the peer's death to the moment the socket has
 * left ESTABLISHED and the application's hook was called.
 *
 * A peer may die at any moment. Worst is right after its last data: the data is handled within a poll, the first probe
 * is asked for NO_DATA_PERIOD + KA_SEND_PERIOD − 1 s later at most, sent within a poll, given up after the TCP time-out
 * and noticed within a poll. Dying right after a probe's answer costs KA_SEND_PERIOD instead, dying before the answer
 * less than that. The formula counts whole periods and one poll; the second it has to spare covers two further polls,
 * and what it does not cover is added as a term of its own.
 */
export function planDetection(input: DetectionInput): DetectionPlan[] {
  return [
    covered({
      failure: 'cable-cut',
      title: 'the cable between device and peer is cut',
      terms: [...countingTerms(input), tcpTimeout(input), ...pollTerms(input.loop)],
      reason: 'timeout',
      why: 'no FIN and no RST can arrive; the first probe after the silence goes unanswered',
    }),
    covered({
      failure: 'power-cut',
      title: "the peer's power fails",
      terms: [...countingTerms(input), tcpTimeout(input), ...pollTerms(input.loop)],
      reason: 'timeout',
      why: 'nobody is left to answer the probe',
    }),
    covered({
      failure: 'peer-reboot',
      title: 'the peer restarts and is up again before the next probe',
      terms: [...countingTerms(input), roundTrip, ...pollTerms(input.loop)],
      reason: 'reset',
      why: 'its kernel knows no such connection and answers the probe with RST; while it is still down, the bound of power-cut holds',
    }),
    covered({
      failure: 'cut-while-sending',
      title: 'the cable is cut while data of the device is unacknowledged',
      terms: [
        { name: 'poll that begins the SEND', ms: input.loop.worstPollMs },
        tcpTimeout(input),
        { name: 'worst poll', ms: input.loop.worstPollMs },
      ],
      reason: 'timeout',
      why: 'the chip repeats the data under the same RTR and RCR as a probe, from the last acknowledgement on, so no probe is needed; for a peer whose window is closed the datasheets promise no time-out',
    }),
    covered({
      failure: 'orderly-close',
      title: 'the peer closes the connection',
      terms: [roundTrip, { name: 'worst poll', ms: input.loop.worstPollMs }],
      reason: 'peer-closed',
      why: 'its FIN takes the socket to CLOSE_WAIT at once',
    }),
    {
      failure: 'silent-client',
      title: 'a client connects and never sends',
      covered: false,
      boundMs: null,
      terms: [],
      reason: null,
      why: 'counting begins with the first data, and the chip sends no probe before data was exchanged (W5500 datasheet p. 57)',
    },
  ];
}

const roundTrip: Term = { name: 'round trip allowed', ms: ROUND_TRIP_MS };

function countingTerms({ keepalive }: DetectionInput): Term[] {
  return [
    { name: 'NO_DATA_PERIOD', ms: keepalive.NO_DATA_PERIOD * MS_PER_S },
    { name: 'KA_SEND_PERIOD', ms: keepalive.KA_SEND_PERIOD * MS_PER_S },
  ];
}

function tcpTimeout({ retransmission }: DetectionInput): Term {
  return { name: 'TCP time-out', ms: retransmission.tcpTimeoutMs };
}

function pollTerms({ worstPollMs }: LoopPlan): Term[] {
  const terms: Term[] = [{ name: 'worst poll', ms: worstPollMs }];
  const notSpared = 2 * worstPollMs - MS_PER_S;
  return notSpared > 0 ? [...terms, { name: 'two polls beyond the spare second', ms: notSpared }] : terms;
}

/** Sums in RTR's unit of 0.1 ms, so that decimal fractions do not add up to a stray last digit. */
function covered(row: Covered): DetectionPlan {
  const units = row.terms.reduce((sum, term) => sum + Math.round(term.ms * 10), 0);
  return { ...row, covered: true, boundMs: units / 10 };
}
