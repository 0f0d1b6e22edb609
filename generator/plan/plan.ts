import type { BoardPlan } from '../../contract/board.ts';
import type { DeviceSocket, LoopPlan } from '../../contract/device.ts';
import type { Plan } from '../../contract/plan.ts';
import type { Spec } from '../../contract/spec.ts';
import { MS_PER_S } from '../../values/time.ts';
import { solveRetransmission } from '../hardware/retransmission.ts';
import { countedInMillis } from '../methods/probe/plan.ts';
import { methodsOf } from '../methods/used.ts';
import type { Platform } from '../platforms/platform.ts';
import { PLATFORMS } from '../platforms/registry.ts';
import type { Protocol } from '../protocols/protocol.ts';
import { PROTOCOLS } from '../protocols/registry.ts';
import { planBadWire } from './bad-wire.ts';
import { planBoard } from './board.ts';
import { planBuffers, planSockets, withoutBases } from './chip.ts';
import { planCosts } from './costs.ts';
import { planDetection, worstDetection } from './detection.ts';
import { holdProbes, planHoldWarnings, planProbeHold } from './hold.ts';
import { planLimits, planRecovery, planSocketLimits } from './limits.ts';
import { LONGEST_TRANSFER_BYTES, planLoop } from './loop.ts';
import { must } from './must.ts';
import { planNetwork, planNetworkWarnings } from './network.ts';
import { projectWarnings } from './project.ts';
import { planRemarks } from './remarks.ts';
import { planTraffic } from './traffic.ts';
import { planWarnings } from './warnings.ts';
import { planClients, planDeviceWatch } from './watch.ts';
import { planWatchedLoop, planWatching } from './watching.ts';

/**
 * Every number of the firmware, from a valid spec. Pure: one spec, one plan.
 * Throws only when the spec is not valid after all, which is a bug of validation.
 */
export function planOf(spec: Spec): Plan {
  const platform: Platform = PLATFORMS[spec.mcu.platform];
  const board = planBoard(spec);
  const retransmission = must(solveRetransmission(spec.retransmission), 'retransmission');
  const [network, watch] = [planNetwork(spec.network), planDeviceWatch(spec)];
  const watching = planWatching(spec, retransmission);
  const limits = planLimits(retransmission, watching === null ? spec.callEveryMs : null);
  const placed = planSockets(spec.chip, spec.sockets, spec.files, platform.sharesChip);
  const bare = watching === null ? placed : placed.map(withoutBases);
  const loop = watching === null ? loopOf(spec, board, bare) : planWatchedLoop(bare.length, watching);
  const holdMs = planProbeHold(retransmission, loop);
  const isExact = board.timer.source === 'millis';
  const sockets = bare.map(({ keepalive: own, ...unheld }) => {
    const counted = own !== null && isExact ? countedInMillis(own) : own;
    const socket = { ...unheld, keepalive: counted && holdProbes(counted, holdMs) };
    const used = methodsOf({ watch }, socket);
    const traffic = planTraffic(socket.keepalive);
    const planned = {
      ...socket,
      detection: planDetection(used, { retransmission, loop, watching }, socket),
      limits: planSocketLimits(used),
    };
    return {
      ...planned,
      recovery: planRecovery(planned, { limits, loop, chip: board.chip }),
      costs: planCosts(used),
      traffic,
      badWire: planBadWire(socket.keepalive, { retransmission, loop }),
    };
  });
  const plan = {
    name: spec.name,
    ...board,
    network,
    retransmission,
    limits,
    watch,
    clients: planClients(spec, network.mac),
    counters: spec.counters,
    sentHook: spec.sentHook,
    loop,
    watching,
    sockets,
    buffersKiB: planBuffers(spec.chip, spec.sockets, platform.sharesChip),
    detection: worstDetection(sockets.map(({ detection }) => detection)),
    detectionBudgetMs: spec.detection && spec.detection.maxSeconds * MS_PER_S,
  };
  return {
    ...plan,
    warnings: [
      ...planWarnings(plan),
      ...planHoldWarnings(plan),
      ...planNetworkWarnings(spec),
      ...projectWarnings(spec),
    ],
    remarks: planRemarks(plan),
  };
}

/** Of a loop that serves the sockets itself. */
function loopOf({ callEveryMs }: Spec, board: BoardPlan, sockets: readonly DeviceSocket[]): LoopPlan {
  const platform: Platform = PLATFORMS[board.platform.name];
  const request = {
    bytes: Math.max(...sockets.map(({ websocket }) => websocket?.maxRequestBytes ?? 0)),
    hasSubprotocols: sockets.some(({ websocket }) => (websocket?.subprotocols.length ?? 0) > 0),
  };
  const pace = { callEveryMs, stuckMs: platform.stuckMs?.(board, LONGEST_TRANSFER_BYTES) ?? null };
  return planLoop(sockets.length, board.spi.clockHz, board.clock.hclkHz, sockets.some(findsMessages), request, pace);
}

function findsMessages({ protocol }: DeviceSocket): boolean {
  return PROTOCOLS.some((it: Protocol) => it.name === protocol && it.findsMessages);
}
