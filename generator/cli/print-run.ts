import type { Run } from '../../simulator/scenario/run.ts';
import type { TimelineEvent } from '../../simulator/timeline.ts';
import type { Io } from './io.ts';

/** Equal events in a row of which only the first and the last are shown. */
const SHOWN_AT_EACH_END = 2;

/** A run as `--json` shows it: the timeline without the frames' bytes. */
export function jsonRun(run: Run): object {
  const { scenario, engine, verdict, reasons, detections, violations } = run;
  const timeline = run.timeline.map((event) => ({ ...event, bytes: undefined }));
  return { scenario, engine, seed: run.seed, verdict, reasons, detections, violations, timeline };
}

/** The main events in order, the detections beside their bounds, and the verdict. */
export function printRun(run: Run, io: Io): void {
  io.out(io.paint('out', 'bold', `${run.scenario}: ${run.title}`));
  for (const row of timelineRows(run.timeline)) io.out(`  ${row}`);
  for (const { socket, latencyMs, boundMs, reason } of run.detections) {
    const found = latencyMs === null ? 'not detected' : `detected after ${seconds(latencyMs)}`;
    const bound = boundMs === null ? 'no bound promised' : `bound ${seconds(boundMs)}`;
    io.out(`  socket ${socket ?? '-'}: ${found}, ${bound}${reason === null ? '' : `, reported as ${reason}`}`);
  }
  const verdict = run.verdict === 'pass' ? io.paint('out', 'green', 'PASS') : io.paint('out', 'red', 'FAIL');
  io.out(`  ${verdict} ${run.scenario}`);
  for (const reason of run.reasons) io.out(`    ${reason}`);
  io.out('');
}

function timelineRows(timeline: readonly TimelineEvent[]): string[] {
  const rows: string[] = [];
  let group: { readonly key: string; readonly rows: string[] } = { key: '', rows: [] };
  const flush = () => rows.push(...shortened(group.rows));
  for (const event of timeline) {
    const text = textOf(event);
    if (text === null) continue;
    const key = groupOf(event);
    if (key !== group.key) {
      flush();
      group = { key, rows: [] };
    }
    group.rows.push(`${time(event.atNs)}  ${text}`);
  }
  flush();
  return rows;
}

/** Events that come many in a row and tell the same. */
function groupOf(event: TimelineEvent): string {
  if (event.kind === 'probe' || event.kind === 'probe-answered') return 'probe';
  if (event.kind === 'peer') return `peer ${event.what}`;
  return event.kind;
}

function shortened(rows: readonly string[]): readonly string[] {
  const left = rows.length - 2 * SHOWN_AT_EACH_END;
  if (left < 2) return rows;
  const gap = `${' '.repeat(time(0).length)}  … ${left} more of these …`;
  return [...rows.slice(0, SHOWN_AT_EACH_END), gap, ...rows.slice(-SHOWN_AT_EACH_END)];
}

/** A main event in words; null for those that only captures and JSON show. */
function textOf(event: TimelineEvent): string | null {
  switch (event.kind) {
    case 'step':
      return `» ${event.text}`;
    case 'socket-state':
      return `socket ${event.socket} ${event.from} → ${event.to} (${event.cause}${event.peer === undefined ? '' : `, ${event.peer}`})`;
    case 'probe':
      return `socket ${event.socket} probe${event.attempt === 0 ? '' : ` repeated, ${event.attempt}`}`;
    case 'probe-answered':
      return `socket ${event.socket} probe answered`;
    case 'retransmission':
      return `socket ${event.socket} sent again, ${event.attempt}`;
    case 'peer':
      return `${event.peer} ${event.text}`;
    case 'firmware':
      return event.what === 'ended'
        ? `firmware: socket ${event.socket} ended, ${event.reason}`
        : `firmware: ${event.text}`;
    case 'violation':
      return `violation of ${event.rule}: ${event.text}`;
    default:
      return null;
  }
}

function time(atNs: number): string {
  return `${(atNs / 1e9).toFixed(3).padStart(9)} s`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(3)} s`;
}
