import { solveRetransmission } from '../../hardware/retransmission.ts';
import type { Rule } from './rule.ts';

export const retransmissionRules: readonly Rule[] = [
  {
    id: 'retransmission/registers',
    needs: ['/retransmission/timeoutMs'],
    check: ({ spec }) => {
      const { timeoutMs, count } = spec.retransmission;
      if (solveRetransmission({ timeoutMs, count }) !== null) return [];
      // The schema has checked both ranges; what is left is RTR's unit of 100 µs.
      const nearest = Math.round(timeoutMs * 10) / 10;
      const message = `Found ${timeoutMs} ms. Allowed: steps of 0.1 ms, the unit of RTR. Nearest: ${nearest}.`;
      return [{ pointer: '/retransmission/timeoutMs', message }];
    },
  },
];
