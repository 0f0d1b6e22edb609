/** The words of a run's report, one line per main event as soon as it has happened. */
import type { ReportLine } from '../simulator/report/line.ts';
import { tellerOf } from '../simulator/report/lines.ts';
import type { TimelineEvent } from '../simulator/timeline.ts';
import { span } from '../simulator/words.ts';

type ProbeEvent = Extract<TimelineEvent, { readonly kind: 'probe' | 'probe-answered' }>;

/** Tells events in the order of time; null for those that are no main event. Unlike in a report nothing is put together. */
export function createLiveLines(): (event: TimelineEvent) => ReportLine | null {
  const tell = tellerOf();
  const probedAtNs = new Map<number, number>();
  return (event) => {
    if (event.kind === 'probe' || event.kind === 'probe-answered') return probeLine(event, probedAtNs);
    return tell(event) ?? listeningLine(event);
  };
}

/** A report of a whole run need not say that ports begin to listen; who waits for it wants to know. */
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
