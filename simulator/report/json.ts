/** Runs as one JSON document, the shape of `schemas/timeline.schema.json`. */
import type { CpuStats } from '../engine/engine.ts';
import type { TimelineEvent } from '../timeline.ts';
import type { Detection, Violation } from '../verdict/evidence.ts';
import type { Run } from '../verdict/judged-run.ts';

/** A timeline's event with the length of a frame in place of its bytes. */
export type JsonEvent =
  | Exclude<TimelineEvent, { readonly bytes: Uint8Array }>
  | (Omit<Extract<TimelineEvent, { readonly bytes: Uint8Array }>, 'bytes'> & { readonly length: number });

export type JsonCpu = Omit<CpuStats, 'coverage'>;

export interface JsonRun {
  readonly scenario: string;
  readonly engine: Run['engine'];
  readonly verdict: Run['verdict'];
  readonly reasons: readonly string[];
  readonly detections: readonly Detection[];
  readonly violations: readonly Violation[];
  readonly timeline: readonly JsonEvent[];
  /** Null for engines that do not execute the part's own instructions. */
  readonly cpu: JsonCpu | null;
}

export interface JsonRuns {
  /** True when no run failed, and there was one; with `needsCoverage` every run must have passed. */
  readonly ok: boolean;
  readonly runs: readonly JsonRun[];
}

/** @param needsCoverage whether a failure that nothing covers is an error */
export function runsToJson(runs: readonly Run[], needsCoverage = false): JsonRuns {
  const isWell = ({ verdict }: Run): boolean => verdict === 'pass' || (verdict === 'not-covered' && !needsCoverage);
  return { ok: runs.length > 0 && runs.every(isWell), runs: runs.map(jsonRun) };
}

function jsonRun({ scenario, engine, verdict, reasons, detections, violations, timeline, stats }: Run): JsonRun {
  const { cpu } = stats.engine;
  const reported = { scenario, engine, verdict, reasons, detections, violations, timeline: timeline.map(jsonEvent) };
  return { ...reported, cpu: jsonCpu(cpu) };
}

/** The measurements without the coverage. */
export function jsonCpu(cpu: CpuStats | null): JsonCpu | null {
  if (cpu === null) return null;
  const { coverage: _, ...measured } = cpu;
  return measured;
}

/** An event as it is printed. */
export function jsonEvent(event: TimelineEvent): JsonEvent {
  if (!('bytes' in event)) return event;
  const { bytes, ...rest } = event;
  return { ...rest, length: bytes.length };
}
