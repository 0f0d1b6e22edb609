import type { WatchPlan } from '../../contract/device.ts';
import type { Plan } from '../../contract/plan.ts';

/** A socket that does nothing beside probing. */
export const QUIET: WatchPlan = {
  primer: null,
  idle: null,
  heartbeat: { send: null, expect: null },
  ask: null,
  goodbye: null,
  sendTimeoutMs: null,
};

/** What scenarios and verdicts read of a plan, in round numbers: two servers on one port, one on another. */
export function smallPlan(): Plan {
  const covered = (failure: string, boundMs: number, reason: string) => {
    return { failure, covered: true, boundMs, terms: [], reason, reasons: [reason], methods: [] };
  };
  const keepalive = {
    by: 'timer',
    NO_DATA_PERIOD: 10,
    KA_SEND_PERIOD: 5,
    firstProbeEarliestMs: 13_000,
    firstProbeLatestMs: 14_000,
    probeIntervalMs: 5000,
  };
  const plan = {
    name: 'door',
    chip: { name: 'W5500' },
    retransmission: { tcpTimeoutMs: 3000 },
    loop: { worstPollMs: 20 },
    link: null,
    health: null,
    network: {
      mac: [0, 8, 220, 1, 2, 3],
      ip: [192, 168, 1, 20],
      subnet: [255, 255, 255, 0],
      gateway: [192, 168, 1, 1],
    },
    sockets: [
      { number: 0, role: 'server', port: 5000, client: null, keepalive, watch: QUIET },
      { number: 1, role: 'server', port: 5000, client: null, keepalive, watch: QUIET },
      { number: 2, role: 'server', port: 6000, client: null, keepalive, watch: QUIET },
    ],
    detection: [
      covered('cable-cut', 18_020, 'probe-timeout'),
      covered('power-cut', 18_020, 'probe-timeout'),
      covered('peer-reboot', 15_120, 'reset'),
      covered('cut-while-sending', 3040, 'send-timeout'),
      covered('orderly-close', 120, 'peer-closed'),
      { ...covered('silent-client', 0, ''), covered: false, boundMs: null, reason: null, reasons: [] },
    ],
  };
  return plan as unknown as Plan;
}
