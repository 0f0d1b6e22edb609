/** Groups of consecutive probes of a timeline, with no other event between them. */
import { type Nanos, NS_PER_MS, NS_PER_S } from '../clock.ts';
import type { TimelineEvent } from '../timeline.ts';
import { socketsText, timeText } from '../words.ts';
import type { ReportLine } from './line.ts';

interface Probe {
  readonly socket: number;
  readonly atNs: Nanos;
  answeredAtNs: Nanos | null;
  repeats: number;
}

type Answered = Probe & { readonly answeredAtNs: Nanos };

export interface ProbeGroups {
  /** Whether the event was about a probe. */
  take(event: TimelineEvent): boolean;
  /** Another event has happened: later probes form a new group. */
  closeGroup(): void;
  lines(): readonly ReportLine[];
}

export function createProbeGroups(): ProbeGroups {
  const groups: Probe[][] = [[]];
  const latest = new Map<number, Probe>();
  return {
    take: (event) => {
      if (event.kind !== 'probe' && event.kind !== 'probe-answered') return false;
      const last = latest.get(event.socket);
      if (event.kind === 'probe-answered') {
        if (last !== undefined) last.answeredAtNs ??= event.atNs;
      } else if (event.attempt > 0 && last !== undefined) {
        last.repeats = Math.max(last.repeats, event.attempt);
      } else {
        const probe = { socket: event.socket, atNs: event.atNs, answeredAtNs: null, repeats: 0 };
        groups.at(-1)?.push(probe);
        latest.set(event.socket, probe);
      }
      return true;
    },
    closeGroup: () => {
      if (groups.at(-1)?.length !== 0) groups.push([]);
    },
    lines: () => groups.flatMap(groupLines),
  };
}

function groupLines(group: readonly Probe[]): readonly ReportLine[] {
  const isSmooth = (probe: Probe): probe is Answered => probe.answeredAtNs !== null && probe.repeats === 0;
  const smooth = group.filter(isSmooth);
  const others = roughLines(group.filter((probe) => !isSmooth(probe)));
  return smooth.length === 0 ? others : [smoothLine(smooth), ...others];
}

function smoothLine(probes: readonly Answered[]): ReportLine {
  const [first, last] = [probes[0] as Answered, probes.at(-1) as Answered];
  const slowest = millis(probes.reduce((worst, probe) => Math.max(worst, probe.answeredAtNs - probe.atNs), 0));
  if (probes.length === 1) {
    return { atNs: first.atNs, tone: 'plain', text: `socket ${first.socket}: probe, answered within ${slowest}` };
  }
  const sockets = new Set(probes.map((probe) => probe.socket)).size;
  const where = sockets === 1 ? `socket ${first.socket}: ` : '';
  const spread = sockets === 1 ? '' : ` on ${sockets} sockets`;
  const until = timeText(last.atNs);
  const text = `${where}${probes.length} probes${spread} until ${until}, each answered within ${slowest}`;
  return { atNs: first.atNs, tone: 'plain', text };
}

/** Probes with the same outcome within one second are one line. */
function roughLines(probes: readonly Probe[]): readonly ReportLine[] {
  const lines: { readonly atNs: Nanos; readonly fate: string; readonly sockets: number[] }[] = [];
  for (const { socket, atNs, answeredAtNs, repeats } of probes) {
    const times = repeats === 0 ? '' : `, repeated ${repeats === 1 ? 'once' : `${repeats} times`}`;
    const fate = `probe${times}${answeredAtNs === null ? ', no answer' : `, answered after ${millis(answeredAtNs - atNs)}`}`;
    const alike = lines.find((line) => line.fate === fate && atNs - line.atNs < NS_PER_S);
    if (alike === undefined) lines.push({ atNs, fate, sockets: [socket] });
    else alike.sockets.push(socket);
  }
  return lines.map(
    ({ atNs, fate, sockets }): ReportLine => ({ atNs, text: `${socketsText(sockets)}: ${fate}`, tone: 'plain' }),
  );
}

/** Rounded up to a tenth, so that "within" holds. */
function millis(ns: Nanos): string {
  return `${(Math.ceil(ns / (NS_PER_MS / 10)) / 10).toFixed(1)} ms`;
}
