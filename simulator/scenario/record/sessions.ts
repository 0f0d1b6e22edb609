/** The timeline per connection: from the moment a socket of the chip became ESTABLISHED until it was CLOSED. */
import type { Nanos } from '../../clock.ts';
import type { SocketCause, TimelineEvent } from '../../timeline.ts';

export interface ProbeRecord {
  readonly atNs: Nanos;
  readonly answeredAtNs: Nanos | null;
  /** When the chip repeated it. */
  readonly repeatedNs: readonly Nanos[];
}

export interface ArrivalRecord {
  readonly atNs: Nanos;
  /** The chip raised RECV again for data that the firmware had left. */
  readonly isAgain: boolean;
}

/** One connection as the device saw it. */
export interface DeviceSession {
  readonly socket: number;
  /** The other side, as `192.168.1.10:49152`; empty if the chip did not report it. */
  readonly address: string;
  readonly establishedAtNs: Nanos;
  /** When and why the socket left ESTABLISHED. */
  readonly left: { readonly atNs: Nanos; readonly to: string; readonly cause: SocketCause } | null;
  readonly closedAtNs: Nanos | null;
  /** The end as the firmware reported it to its application. */
  readonly report: { readonly atNs: Nanos; readonly reason: string } | null;
  readonly probes: readonly ProbeRecord[];
  /** When data of the peer came into the chip (RECV of Sn_IR). */
  readonly arrivals: readonly ArrivalRecord[];
  /** When the firmware read received data from the chip (RECV). */
  readonly readsNs: readonly Nanos[];
  /** When the firmware sent data (SEND). */
  readonly sendsNs: readonly Nanos[];
  readonly retransmissionsNs: readonly Nanos[];
}

type Open = { -readonly [Key in keyof DeviceSession]: DeviceSession[Key] } & {
  probes: ProbeRecord[];
  arrivals: ArrivalRecord[];
  readsNs: Nanos[];
  sendsNs: Nanos[];
  retransmissionsNs: Nanos[];
};

export interface SessionLog {
  readonly sessions: readonly DeviceSession[];
  take(event: TimelineEvent): void;
}

/** The peer's end of a connection. */
export interface FarEnd {
  readonly address: string;
  readonly socket?: number;
  readonly establishedAtNs: Nanos | null;
}

/**
 * The device's session of a connection. If several sessions have the same address, the time selects one: the client is
 * ESTABLISHED before its server. If the device is the client (`socket`), it is the last session before the peer's end was
 * established, otherwise the first one after it.
 */
export function sessionFor(
  sessions: readonly DeviceSession[],
  { address, socket, establishedAtNs }: FarEnd,
): DeviceSession | undefined {
  const known = sessions.filter(
    (session) => session.address === address && session.socket === (socket ?? session.socket),
  );
  if (establishedAtNs === null) return known.at(-1);
  return socket === undefined
    ? known.find((session) => session.establishedAtNs >= establishedAtNs)
    : known.findLast((session) => session.establishedAtNs <= establishedAtNs);
}

/**
 * Follows a timeline event by event.
 *
 * @param isWatched platform iolibrary: an end may be reported after the application has opened the socket again and the
 * next peer has connected
 */
export function createSessionLog(isWatched = false): SessionLog {
  const sessions: Open[] = [];
  const current = new Map<number, Open>();
  const addresses = new Map<number, string>();
  const toldOf = (socket: number): Open | undefined => {
    if (!isWatched) return current.get(socket);
    const [latest, before] = sessions.filter((it) => it.socket === socket).reverse();
    const isLate = latest?.left === null && before !== undefined && before.report === null;
    return isLate ? before : latest;
  };
  return {
    sessions,
    take: (event) => {
      if (event.kind === 'socket-state') {
        if (event.peer !== undefined) addresses.set(event.socket, event.peer);
        if (event.to === 'UDP') current.delete(event.socket);
        const begun = changeState(event, current.get(event.socket), addresses.get(event.socket) ?? '');
        if (begun === null) return;
        sessions.push(begun);
        current.set(event.socket, begun);
      } else if ('socket' in event) {
        const session = event.kind === 'firmware' ? toldOf(event.socket) : current.get(event.socket);
        if (session !== undefined) note(session, event);
      }
    },
  };
}

/** Records the end of a session in it. Returns a session that begins. */
function changeState(
  event: TimelineEvent & { readonly kind: 'socket-state' },
  session: Open | undefined,
  address: string,
): Open | null {
  const { atNs, socket, to, cause } = event;
  if (to === 'ESTABLISHED') {
    const lists = { probes: [], arrivals: [], readsNs: [], sendsNs: [], retransmissionsNs: [] };
    return { socket, address, establishedAtNs: atNs, left: null, closedAtNs: null, report: null, ...lists };
  }
  if (session !== undefined) {
    session.left ??= { atNs, to, cause };
    if (to === 'CLOSED') session.closedAtNs ??= atNs;
  }
  return null;
}

function note(session: Open, event: TimelineEvent): void {
  const { atNs } = event;
  const last = session.probes.at(-1);
  switch (event.kind) {
    case 'probe':
      if (event.attempt === 0 || last === undefined) session.probes.push({ atNs, answeredAtNs: null, repeatedNs: [] });
      else session.probes[session.probes.length - 1] = { ...last, repeatedNs: [...last.repeatedNs, atNs] };
      return;
    case 'probe-answered':
      if (last !== undefined && last.answeredAtNs === null) {
        session.probes[session.probes.length - 1] = { ...last, answeredAtNs: atNs };
      }
      return;
    case 'received':
      session.arrivals.push({ atNs, isAgain: event.again === true });
      return;
    case 'retransmission':
      session.retransmissionsNs.push(atNs);
      return;
    case 'command':
      if (event.command === 'RECV') session.readsNs.push(atNs);
      if (event.command === 'SEND') session.sendsNs.push(atNs);
      return;
    case 'firmware':
      if (event.what === 'ended') session.report ??= { atNs, reason: event.reason };
      return;
    default:
  }
}

/** All sessions of a finished run. */
export function sessionsOf(timeline: Iterable<TimelineEvent>, isWatched = false): readonly DeviceSession[] {
  const log = createSessionLog(isWatched);
  for (const event of timeline) log.take(event);
  return log.sessions;
}
