/** The timeline told per connection: from the moment a socket of the chip became ESTABLISHED until it was CLOSED. */
import type { Nanos } from '../../clock.ts';
import type { SocketCause, TimelineEvent } from '../../timeline.ts';

export interface ProbeRecord {
  readonly atNs: Nanos;
  readonly answeredAtNs: Nanos | null;
  /** How often the chip repeated it. */
  readonly repeats: number;
}

/** One connection as the device's side lived it. */
export interface Stint {
  readonly socket: number;
  /** The other side, as `192.168.1.10:49152`; empty where the chip did not say. */
  readonly address: string;
  readonly establishedAtNs: Nanos;
  /** When and why the socket left ESTABLISHED. */
  readonly left: { readonly atNs: Nanos; readonly to: string; readonly cause: SocketCause } | null;
  readonly closedAtNs: Nanos | null;
  /** What the firmware told its application. */
  readonly report: { readonly atNs: Nanos; readonly reason: string } | null;
  readonly probes: readonly ProbeRecord[];
  /** When the firmware took received data out of the chip (RECV). */
  readonly readsNs: readonly Nanos[];
  /** When it had the chip send data (SEND). */
  readonly sendsNs: readonly Nanos[];
  readonly retransmissionsNs: readonly Nanos[];
}

type Open = { -readonly [Key in keyof Stint]: Stint[Key] } & {
  probes: ProbeRecord[];
  readsNs: Nanos[];
  sendsNs: Nanos[];
  retransmissionsNs: Nanos[];
};

export interface StintLog {
  readonly stints: readonly Stint[];
  take(event: TimelineEvent): void;
}

/** What is known of a connection at the peer's end. */
export interface FarEnd {
  readonly address: string;
  readonly socket?: number;
  readonly establishedAtNs: Nanos | null;
}

/**
 * The device's view of a connection. Several may have had the same address: then time tells, for the end that connects is
 * ESTABLISHED first. Where the device connected (`socket`) that was the last one before the peer's end, otherwise the
 * first one after it.
 */
export function stintFor(stints: readonly Stint[], { address, socket, establishedAtNs }: FarEnd): Stint | undefined {
  const known = stints.filter((stint) => stint.address === address && stint.socket === (socket ?? stint.socket));
  if (establishedAtNs === null) return known.at(-1);
  return socket === undefined
    ? known.find((stint) => stint.establishedAtNs >= establishedAtNs)
    : known.findLast((stint) => stint.establishedAtNs <= establishedAtNs);
}

/** Follows a timeline event by event. */
export function createStintLog(): StintLog {
  const stints: Open[] = [];
  const current = new Map<number, Open>();
  const addresses = new Map<number, string>();
  return {
    stints,
    take: (event) => {
      if (event.kind === 'socket-state') {
        if (event.peer !== undefined) addresses.set(event.socket, event.peer);
        const begun = changeState(event, current.get(event.socket), addresses.get(event.socket) ?? '');
        if (begun === null) return;
        stints.push(begun);
        current.set(event.socket, begun);
      } else if ('socket' in event) {
        const stint = current.get(event.socket);
        if (stint !== undefined) note(stint, event);
      }
    },
  };
}

/** Notes the end of a stint in it; a stint that begins is returned. */
function changeState(
  event: TimelineEvent & { readonly kind: 'socket-state' },
  stint: Open | undefined,
  address: string,
): Open | null {
  const { atNs, socket, to, cause } = event;
  if (to === 'ESTABLISHED') {
    const lists = { probes: [], readsNs: [], sendsNs: [], retransmissionsNs: [] };
    return { socket, address, establishedAtNs: atNs, left: null, closedAtNs: null, report: null, ...lists };
  }
  if (stint !== undefined) {
    stint.left ??= { atNs, to, cause };
    if (to === 'CLOSED') stint.closedAtNs ??= atNs;
  }
  return null;
}

function note(stint: Open, event: TimelineEvent): void {
  const { atNs } = event;
  const last = stint.probes.at(-1);
  switch (event.kind) {
    case 'probe':
      if (event.attempt === 0 || last === undefined) stint.probes.push({ atNs, answeredAtNs: null, repeats: 0 });
      else stint.probes[stint.probes.length - 1] = { ...last, repeats: Math.max(last.repeats, event.attempt) };
      return;
    case 'probe-answered':
      if (last !== undefined && last.answeredAtNs === null) {
        stint.probes[stint.probes.length - 1] = { ...last, answeredAtNs: atNs };
      }
      return;
    case 'retransmission':
      stint.retransmissionsNs.push(atNs);
      return;
    case 'command':
      if (event.command === 'RECV') stint.readsNs.push(atNs);
      if (event.command === 'SEND') stint.sendsNs.push(atNs);
      return;
    case 'firmware':
      if (event.what === 'ended') stint.report ??= { atNs, reason: event.reason };
      return;
    default:
  }
}

/** All stints of a finished run. */
export function stintsOf(timeline: Iterable<TimelineEvent>): readonly Stint[] {
  const log = createStintLog();
  for (const event of timeline) log.take(event);
  return log.stints;
}
