/** A run as what the page draws. */
import type { BoardPlan } from '../../../contract/board.ts';
import type { DevicePlan } from '../../../contract/device.ts';
import { sessionsOf } from '../../scenario/record/sessions.ts';
import type { Run } from '../../verdict/judged-run.ts';
import { framesLane } from './lanes/frames.ts';
import { ms, type Told } from './lanes/lane.ts';
import { linkLane } from './lanes/link.ts';
import { peersLane } from './lanes/peers.ts';
import { probesLane } from './lanes/probes.ts';
import { commandsLane, silenceLane, socketsLane } from './lanes/sockets.ts';
import { firmwareLane, stepsLane, traceLane, violationsLane } from './lanes/told.ts';
import type { Lane, Latency, RunModel } from './model.ts';
import type { SpiActivity } from './spi-activity.ts';
import { roundedMs } from './thin.ts';

/** A run with what its page needs beside it. */
export interface Reported {
  readonly run: Run;
  /** Where the keepalive periods come from; null for firmware that was made without a plan. */
  readonly plan: (BoardPlan & DevicePlan) | null;
  /** What the page is headed with; the plan's name unless told. */
  readonly device?: string;
  /** Absent: nobody counted. */
  readonly spi?: SpiActivity;
}

export function modelOf({ run, plan, spi }: Reported): RunModel {
  const { timeline, detections, stats } = run;
  const endMs = roundedMs(Math.max(stats.simulatedMs, ms(timeline.at(-1)?.atNs ?? 0)));
  const bounds = detections.map(({ diedAtMs, boundMs }) => (boundMs === null ? 0 : diedAtMs + boundMs));
  // Some room behind the end, so that what is there last can be seen.
  const untilMs = roundedMs(Math.max(endMs, ...bounds) * 1.015) || 1;
  const told: Told = { timeline, sessions: sessionsOf(timeline), endMs, untilMs };
  const lanes = [
    ...latencyLane(run),
    ...violationsLane(told),
    ...stepsLane(told),
    ...linkLane(told),
    ...peersLane(told),
    ...socketsLane(told),
    ...silenceLane(told, plan?.sockets.map(({ keepalive }) => keepalive) ?? []),
    ...probesLane(told),
    ...framesLane(told),
    ...commandsLane(told),
    ...spiLane(spi),
    ...firmwareLane(told),
    ...traceLane(told),
  ];
  return { name: `${run.scenario}, ${run.engine} engine`, untilMs, endMs, lanes };
}

/** Each death of a peer beside its bound. */
export function latenciesOf({ detections }: Run): readonly Latency[] {
  return detections.map(({ socket, peer, diedAtMs, latencyMs, boundMs, reason }) => ({
    name: peer,
    socket,
    diedMs: roundedMs(diedAtMs),
    latencyMs: latencyMs === null ? null : roundedMs(latencyMs),
    boundMs,
    reason,
  }));
}

function latencyLane(run: Run): readonly Lane[] {
  const latencies = latenciesOf(run);
  const help = 'from the peer’s death until the socket has left ESTABLISHED; | is the bound';
  return latencies.length === 0 ? [] : [{ type: 'latency', title: 'Detection', help, latencies }];
}

function spiLane(spi: SpiActivity | undefined): readonly Lane[] {
  if (spi === undefined || spi.bytes.length === 0) return [];
  const help = 'kB/s between microcontroller and chip';
  return [{ type: 'bars', title: 'SPI', help, bucketMs: spi.bucketMs, values: spi.bytes }];
}
