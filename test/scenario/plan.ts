import type { KeepalivePlan, SocketPlan, WatchedDevice, WatchPlan } from '../../contract/device.ts';
import type { EndReason } from '../../contract/firmware.ts';
import type { DetectionPlan, Failure } from '../../contract/promises.ts';

/** A socket that does nothing beside probing. */
export const QUIET: WatchPlan = {
  primer: null,
  idle: null,
  heartbeat: null,
  ask: null,
  goodbye: null,
  ping: null,
  'send-timeout': null,
};

/** A device in round numbers: two servers on one port, one on another. */
export function smallPlan(): WatchedDevice {
  return {
    name: 'door',
    network: {
      mac: [0, 8, 220, 1, 2, 3],
      ip: [192, 168, 1, 20],
      subnet: [255, 255, 255, 0],
      gateway: [192, 168, 1, 1],
    },
    retransmission: {
      timeoutMs: 200,
      count: 3,
      rtr: 2000,
      rcr: 3,
      waitsMs: [200, 400, 800, 1600],
      tcpTimeoutMs: 3000,
      arpTimeoutMs: 800,
    },
    limits: { stateMs: 4914, closeMs: 1000, noEffectMs: 5914 },
    watch: { link: null, health: null },
    clients: null,
    counters: false,
    sentHook: false,
    watching: null,
    loop: {
      ...{ sweepMs: 8, sweepRoundMs: 24, chunkBytes: 1460, requestBytes: 0, worstPollMs: 20, longestPollMs: 19 },
      ...{ callEveryMs: null, stuckMs: null, longestRoundMs: 24, typicalWaitMs: 0 },
    },
    sockets: [server(0, 5000), server(1, 5000), server(2, 6000)],
    detection: DETECTION,
    detectionBudgetMs: null,
  };
}

/** How a failure is detected, by whichever of the reasons comes first; the first one gives the bound. */
export function detected(failure: Failure, boundMs: number, ...reasons: readonly EndReason[]): DetectionPlan {
  return {
    failure,
    covered: true,
    boundMs,
    terms: [],
    reason: reasons[0] ?? null,
    reasons,
    methods: [],
    coveredBy: [],
  };
}

const DETECTION: readonly DetectionPlan[] = [
  detected('cable-cut', 18_020, 'probe-timeout'),
  detected('power-cut', 18_020, 'probe-timeout'),
  detected('peer-reboot', 15_120, 'reset'),
  detected('cut-while-sending', 3040, 'send-timeout'),
  detected('orderly-close', 120, 'peer-closed'),
  { ...detected('silent-client', 0), covered: false, boundMs: null, coveredBy: ['primer', 'idle'] },
];

const KEEPALIVE: KeepalivePlan = {
  by: 'timer',
  firstProbe: 'note',
  NO_DATA_PERIOD: 10,
  KA_SEND_PERIOD: 5,
  firstSendTick: 0,
  kpalvtr: null,
  firstProbeEarliestMs: 13_000,
  firstProbeLatestMs: 14_000,
  holdMs: null,
  probeIntervalMs: 5000,
};

function server(number: number, port: number): SocketPlan {
  const buffers = {
    rxKiB: 2,
    txKiB: 2,
    rxBase: null,
    txBase: null,
    protocol: 'stream',
    websocket: null,
    peerTraffic: 'echo',
  } as const;
  const promises = {
    detection: DETECTION,
    limits: { sendMs: null, halfClosedMs: 120_000 },
    recovery: { boundMs: null, terms: [] },
    costs: [],
    traffic: null,
    badWire: [],
  };
  return { number, role: 'server', port, client: null, keepalive: KEEPALIVE, watch: QUIET, ...buffers, ...promises };
}
