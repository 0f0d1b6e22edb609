import type { KeepalivePlan, RetransmissionPlan } from '../../../contract/device.ts';
import { solveRetransmission } from '../../hardware/retransmission.ts';
import type { Situation } from '../method.ts';
import type { WordsOf } from '../words.ts';

type ProbeRemark =
  /** The largest count whose TCP timeout ends before the next probe, and that timeout; null: none does. */
  | {
      readonly key: 'probe-while-repeating';
      readonly tcpTimeoutMs: number;
      readonly fittingCount: number | null;
      readonly fittingTcpTimeoutMs: number | null;
    }
  | { readonly key: 'chip-timer' };

export function probeRemarks(
  all: readonly KeepalivePlan[],
  { retransmission }: Pick<Situation, 'retransmission'>,
): readonly ProbeRemark[] {
  const { tcpTimeoutMs } = retransmission;
  const shortestMs = Math.min(...all.filter(({ by }) => by === 'timer').map((it) => it.probeIntervalMs));
  return [
    ...(shortestMs > tcpTimeoutMs ? [] : [overlapRemark(retransmission, shortestMs)]),
    ...(all.some(({ by }) => by === 'chip') ? [{ key: 'chip-timer' as const }] : []),
  ];
}

function overlapRemark({ tcpTimeoutMs, timeoutMs }: RetransmissionPlan, shortestMs: number): ProbeRemark {
  const fitting = fittingRetries(timeoutMs, shortestMs);
  const [fittingCount, fittingTcpTimeoutMs] = [fitting?.count ?? null, fitting?.tcpTimeoutMs ?? null];
  return { key: 'probe-while-repeating', tcpTimeoutMs, fittingCount, fittingTcpTimeoutMs };
}

/** The most repetitions whose TCP timeout ends before the next probe; null when even one is too many. */
function fittingRetries(timeoutMs: number, probeIntervalMs: number) {
  let best: { readonly count: number; readonly tcpTimeoutMs: number } | null = null;
  for (let count = 1; count <= 255; count++) {
    const tcpTimeoutMs = solveRetransmission({ timeoutMs, count })?.tcpTimeoutMs;
    if (tcpTimeoutMs === undefined || tcpTimeoutMs >= probeIntervalMs) break;
    best = { count, tcpTimeoutMs };
  }
  return best;
}

export const probeRemarkWords: WordsOf<ProbeRemark> = {
  'probe-while-repeating': ({ tcpTimeoutMs, fittingCount, fittingTcpTimeoutMs }) =>
    `KA_SEND_PERIOD is not longer than the TCP timeout of ${tcpTimeoutMs} ms: further probes are due while one is still being repeated, and the datasheets do not say what SEND_KEEP does then.${fittingCount === null ? '' : ` With retransmission count ${fittingCount} it would be ${fittingTcpTimeoutMs} ms.`}`,
  'chip-timer': () =>
    'Where the chip counts ("by": "chip"), data that the device sends may delay a probe. The datasheet does not say so; the simulator assumes it.',
};
