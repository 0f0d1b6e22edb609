/** A timeline's main events as lines of text; similar events are merged. */
import { type Nanos, NS_PER_S } from '../clock.ts';
import type { TimelineEvent } from '../timeline.ts';
import { socketsText } from '../words.ts';
import type { ReportLine } from './line.ts';
import { createProbeGroups } from './probe-groups.ts';

/** A line before the lines of several subjects are merged: `socket 0`, `socket 1` → `sockets 0, 1`. */
interface Draft {
  readonly atNs: Nanos;
  readonly subject: { readonly kind: 'socket' | 'peer'; readonly names: string[] } | null;
  readonly text: string;
  /** Only printed for a single subject. */
  readonly detail: string;
  readonly tone: ReportLine['tone'];
  count: number;
}

/** Equal events of several subjects within this time are one line. */
const TOGETHER_NS = NS_PER_S;

/** In the order of time. Probes that were answered at once are counted, not listed. */
export function linesOf(timeline: readonly TimelineEvent[]): readonly ReportLine[] {
  const drafts: Draft[] = [];
  const probes = createProbeGroups();
  const held = new Set<number>();
  for (const event of timeline) {
    if (probes.take(event)) continue;
    const draft = draftOf(event, held);
    if (draft === null) continue;
    if (!joins(drafts, draft)) drafts.push(draft);
    if (!(event.kind === 'peer' && event.what === 'refused')) probes.closeGroup();
  }
  const lines = drafts.map((draft): ReportLine => ({ atNs: draft.atNs, text: sentence(draft), tone: draft.tone }));
  return [...lines, ...probes.lines()].sort((a, b) => a.atNs - b.atNs);
}

/** Makes lines of single events, in the order of time; null for minor events and for probes. */
export function createEventLines(): (event: TimelineEvent) => ReportLine | null {
  const held = new Set<number>();
  return (event) => {
    const draft = draftOf(event, held);
    return draft === null ? null : { atNs: draft.atNs, text: sentence(draft), tone: draft.tone };
  };
}

function draftOf(event: TimelineEvent, held: Set<number>): Draft | null {
  const { atNs } = event;
  const draft = (text: string, more: Partial<Draft> = {}): Draft => {
    return { atNs, subject: null, text, detail: '', tone: 'plain', count: 1, ...more };
  };
  switch (event.kind) {
    case 'step':
      return draft(event.text, { tone: 'step' });
    case 'socket-state': {
      const news = stateNews(event, held);
      return news === null ? null : draft(news.text, { detail: news.detail, subject: socketSubject(event.socket) });
    }
    case 'retransmission':
      return draft('data retransmitted', { subject: socketSubject(event.socket) });
    case 'firmware':
      return event.what === 'ended'
        ? draft(`firmware reports the end, reason ${event.reason}`, { subject: socketSubject(event.socket) })
        : draft(`firmware: ${event.text}`, event.what === 'fault' ? { tone: 'bad' } : {});
    case 'peer':
      return peerDraft(event, draft);
    case 'trace':
      return draft(`trace: ${event.text}`);
    case 'violation': {
      const kind = event.excused ? 'excused violation' : event.accepted ? 'accepted violation' : 'violation';
      const often = event.times === undefined ? '' : `, ${event.times} times`;
      const tone = event.excused || event.accepted ? 'plain' : 'bad';
      return draft(`${kind} (${event.rule}): ${event.text}${often}`, { tone });
    }
    default:
      return null;
  }
}

function peerDraft(
  event: TimelineEvent & { readonly kind: 'peer' },
  draft: (text: string, more: Partial<Draft>) => Draft,
): Draft | null {
  const words: Partial<Record<typeof event.what, string>> = {
    closed: 'FIN from the device',
    reset: 'reset by the device',
    refused: 'refused',
    timeout: 'timed out',
  };
  const text = words[event.what];
  return text === undefined ? null : draft(text, { subject: { kind: 'peer', names: [event.peer] } });
}

/** Connections that begin and end, and sockets that listen afterwards; `held`: sockets that had a connection. */
function stateNews(
  event: TimelineEvent & { readonly kind: 'socket-state' },
  held: Set<number>,
): { readonly text: string; readonly detail: string } | null {
  const { socket, from, to, cause, peer } = event;
  if (to === 'ESTABLISHED') {
    held.add(socket);
    return { text: to, detail: peer === undefined ? '' : ` with ${peer}` };
  }
  if (to === 'LISTEN') return held.delete(socket) ? { text: 'listens again', detail: '' } : null;
  const ends = from === 'ESTABLISHED' || (to === 'CLOSED' && held.has(socket));
  return ends ? { text: `${from} → ${to} (${cause})`, detail: '' } : null;
}

function socketSubject(socket: number): Draft['subject'] {
  return { kind: 'socket', names: [String(socket)] };
}

/** Adds the draft's subject to a recent line of the same text, if there is no step between them. */
function joins(drafts: Draft[], draft: Draft): boolean {
  for (let index = drafts.length - 1; index >= 0; index--) {
    const earlier = drafts[index] as Draft;
    const isRepeated = index === drafts.length - 1 && earlier.text === draft.text && sameSubject(earlier, draft);
    if (isRepeated && draft.subject !== null) {
      earlier.count++;
      return true;
    }
    if (earlier.tone === 'step' || draft.subject === null || draft.atNs - earlier.atNs > TOGETHER_NS) return false;
    if (earlier.text !== draft.text || earlier.subject?.kind !== draft.subject.kind) continue;
    for (const name of draft.subject.names) if (!earlier.subject.names.includes(name)) earlier.subject.names.push(name);
    earlier.count++;
    return true;
  }
  return false;
}

function sameSubject(a: Draft, b: Draft): boolean {
  const names = a.subject?.names;
  return a.subject?.kind === b.subject?.kind && (b.subject?.names.every((name) => names?.includes(name)) ?? true);
}

function sentence({ subject, text, detail, count }: Draft): string {
  if (subject === null) return text;
  const { kind, names } = subject;
  const who = kind === 'peer' ? names.join(', ') : socketsText(names);
  const often = count > names.length ? `, ${count} times` : '';
  return `${who}: ${text}${names.length === 1 && count === 1 ? detail : ''}${often}`;
}
