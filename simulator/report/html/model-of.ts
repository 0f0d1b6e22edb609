/** Makes the page's model of a run. */
import type { BoardPlan } from '../../../contract/board.ts';
import type { DevicePlan } from '../../../contract/device.ts';
import { sessionsOf } from '../../scenario/record/sessions.ts';
import type { Run } from '../../verdict/judged-run.ts';
import { framesLane } from './lanes/frames.ts';
import { ms, type RunData } from './lanes/lane.ts';
import { linkLane } from './lanes/link.ts';
import { peersLane } from './lanes/peers.ts';
import { probesLane } from './lanes/probes.ts';
import { commandsLane, silenceLane, socketsLane } from './lanes/sockets.ts';
import { firmwareLane, stepsLane, traceLane, violationsLane } from './lanes/texts.ts';
import type { Lane, Latency, RunModel } from './model/model.ts';
import { roundedMs } from './model/thin.ts';
import type { SpiActivity } from './spi-activity.ts';

/** A run with the other data that its page needs. */
export interface Reported {
  readonly run: Run;
  /** The source of the keepalive periods; null for firmware that was made without a plan. */
  readonly plan: (BoardPlan & DevicePlan) | null;
  /** The heading of the page. Default: the plan's name. */
  readonly device?: string;
  /** Absent: not counted. */
  readonly spi?: SpiActivity;
}

export function modelOf({ run, plan, spi }: Reported): RunModel {
  const { timeline, detections, stats } = run;
  const endMs = roundedMs(Math.max(stats.simulatedMs, ms(timeline.at(-1)?.atNs ?? 0)));
  const bounds = detections.map(({ diedAtMs, boundMs }) => (boundMs === null ? 0 : diedAtMs + boundMs));
  // Some room after the end, so that the last items can be seen.
  const untilMs = roundedMs(Math.max(endMs, ...bounds) * 1.015) || 1;
  const data: RunData = { timeline, sessions: sessionsOf(timeline, plan?.watching != null), endMs, untilMs };
  const lanes = [
    ...latencyLane(run),
    ...violationsLane(data),
    ...stepsLane(data),
    ...linkLane(data),
    ...peersLane(data),
    ...socketsLane(data),
    ...silenceLane(data, plan?.sockets.map(({ keepalive }) => keepalive) ?? []),
    ...probesLane(data),
    ...framesLane(data),
    ...commandsLane(data),
    ...spiLane(spi),
    ...firmwareLane(data),
    ...traceLane(data),
  ];
  return { name: `${run.scenario}, ${run.engine} engine`, untilMs, endMs, lanes };
}

/** Each failure of a peer with its bound. */
export function latenciesOf({ detections }: Run): readonly Latency[] {
  return detections.map(({ socket, peer, diedAtMs, latencyMs, boundMs, reason }) => ({
    name: peer,
    socket,
    failedMs: roundedMs(diedAtMs),
    latencyMs: latencyMs === null ? null : roundedMs(latencyMs),
    boundMs,
    reason,
  }));
}

function latencyLane(run: Run): readonly Lane[] {
  const latencies = latenciesOf(run);
  const help = 'from the peer’s failure until the socket has left ESTABLISHED; | is the bound';
  return latencies.length === 0 ? [] : [{ type: 'latency', title: 'Detection', help, latencies }];
}

function spiLane(spi: SpiActivity | undefined): readonly Lane[] {
  if (spi === undefined || spi.bytes.length === 0) return [];
  const help = 'kB/s between microcontroller and chip';
  return [{ type: 'bars', title: 'SPI', help, bucketMs: spi.bucketMs, values: spi.bytes }];
}
