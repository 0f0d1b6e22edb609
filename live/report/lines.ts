/** A line for each main event, as soon as it has happened, in the words of the reports. */
import type { ReportLine } from '../../simulator/report/line.ts';
import { createEventLines } from '../../simulator/report/lines.ts';
import type { TimelineEvent } from '../../simulator/timeline.ts';
import { span } from '../../simulator/words.ts';

type ProbeEvent = Extract<TimelineEvent, { readonly kind: 'probe' | 'probe-answered' }>;

/** To be called with all events in order of time; null for minor events. Unlike in a report, similar events are not merged. */
export function createLiveLines(): (event: TimelineEvent) => ReportLine | null {
  const tell = createEventLines();
  const probedAtNs = new Map<number, number>();
  const times = new Map<string, number>();
  return (event) => {
    if (event.kind === 'violation') return repeatLine(tell(event), times);
    if (event.kind === 'probe' || event.kind === 'probe-answered') return probeLine(event, probedAtNs);
    return tell(event) ?? listeningLine(event);
  };
}

/** A program repeats most of its violations in every loop: told are the first, the 10th, the 100th of each. */
function repeatLine(line: ReportLine | null, times: Map<string, number>): ReportLine | null {
  if (line === null) return null;
  const count = (times.get(line.text) ?? 0) + 1;
  times.set(line.text, count);
  if (count === 1) return line;
  return /^10+$/.test(`${count}`) ? { ...line, text: `${line.text}, the ${ordinal(count)} time` } : null;
}

/** Reports of whole runs leave this out; a user who waits for the port needs it. */
function listeningLine(event: TimelineEvent): ReportLine | null {
  if (event.kind !== 'socket-state' || event.to !== 'LISTEN') return null;
  return { atNs: event.atNs, text: `socket ${event.socket}: listens`, tone: 'plain' };
}

function probeLine(event: ProbeEvent, probedAtNs: Map<number, number>): ReportLine {
  const { atNs, socket } = event;
  const line = (text: string): ReportLine => ({ atNs, text: `socket ${socket}: ${text}`, tone: 'plain' });
  if (event.kind === 'probe') {
    if (event.attempt > 0) return line(`probe repeated, ${ordinal(event.attempt)} time`);
    probedAtNs.set(socket, atNs);
    return line('probe');
  }
  return line(`probe answered after ${span(atNs - (probedAtNs.get(socket) ?? atNs))}`);
}

function ordinal(count: number): string {
  const suffix = count % 100 >= 11 && count % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][count % 10] ?? 'th');
  return `${count}${suffix}`;
}
