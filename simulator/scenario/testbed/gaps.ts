/**
 * Excludes hosts from the rest of a scenario. A host is excluded if its connection has failed, or that of an earlier host on
 * the same port, and the device still has it as ESTABLISHED, because no method of the spec detects the failure.
 */
import type { WatchedDevice } from '../../../contract/device.ts';
import type { Failure } from '../../../contract/promises.ts';
import { type Nanos, NS_PER_MS } from '../../clock.ts';
import { isUnplanned, type PromisedDetection, promisedFor } from '../format/promised.ts';
import type { Scenario } from '../format/scenario.generated.ts';
import { socketNumbered } from '../format/socket-numbered.ts';
import type { Host } from '../peers/host.ts';
import { actualFailure } from '../record/actual-failure.ts';
import type { ConnectionRecord } from '../record/connection-record.ts';
import type { LeftOut } from '../record/left-out.ts';
import { type DeviceSession, type SessionLog, sessionFor } from '../record/sessions.ts';

export interface Gaps {
  readonly leftOut: readonly LeftOut[];
  /** Excludes the hosts whose failure no method of the spec detects. Returns the others, which have failed their step. */
  blame(hosts: readonly Host[]): readonly Host[];
}

export interface GapsInput {
  readonly clock: { readonly nowNs: Nanos };
  readonly plan: WatchedDevice;
  readonly expect: Scenario['expect'];
  readonly sessions: SessionLog;
  readonly hosts: readonly Host[];
  /** All hosts behind the name of a peer or group. */
  readonly hostsOf: (name: string) => readonly Host[];
}

interface Held extends LeftOut {
  readonly port: number;
}

/** The failure of the plan for each cause. If the chip has not seen a FIN or RST, it was lost, as with a cut cable. */
const FAILURES: Readonly<Partial<Record<string, Failure>>> = {
  cut: 'cable-cut',
  close: 'cable-cut',
  abort: 'cable-cut',
  'power-off': 'power-cut',
  boot: 'peer-reboot',
  nat: 'nat-forgot',
  hang: 'peer-hung',
  window: 'zero-window',
};
/** If no data was exchanged before, all of these are the failure silent-client. */
const SILENT_CAUSES: readonly string[] = ['cut', 'close', 'abort', 'power-off', 'boot', 'nat'];

export function createGaps(input: GapsInput): Gaps {
  const leftOut: LeftOut[] = [];
  return {
    leftOut,
    blame: (hosts) => {
      const taken = leftOut.filter(({ peer, holder }) => peer !== holder).map(({ socket }) => socket);
      const free = heldSockets(input).filter(({ socket }) => !taken.includes(socket));
      return hosts.filter(({ config: { name, port, server }, current }) => {
        const own = free.findIndex(({ holder }) => holder === name);
        const isRefused = server === null && (current?.establishedAtNs == null || current.isRefused === true);
        const index = own >= 0 || !isRefused ? own : free.findIndex((held) => held.port === port);
        const [held] = index < 0 ? [] : free.splice(index, 1);
        if (held !== undefined) leftOut.push({ ...held, peer: name });
        return held === undefined;
      });
    },
  };
}

/** Sockets that are still ESTABLISHED although their connection has failed, where nothing covers the failure. */
function heldSockets(input: GapsInput): Held[] {
  return input.hosts.flatMap((host) =>
    host.records.flatMap((record) => {
      const session = sessionFor(input.sessions.sessions, record);
      if (session === undefined || session.left !== null) return [];
      const failure = uncoveredFailure(input, host, record, session);
      const { name, port } = host.config;
      return failure === null ? [] : [{ peer: name, holder: name, port, socket: session.socket, failure }];
    }),
  );
}

/** Null: the connection has not failed, or the plan promises that its failure is detected. */
function uncoveredFailure(
  { clock, plan, expect, hostsOf }: GapsInput,
  host: Host,
  record: ConnectionRecord,
  session: DeviceSession,
): Failure | null {
  const { ownFailure: end = record.failure } = record;
  if (end === null) return null;
  const { cause } = end;
  const { socket, arrivals, sendsNs } = session;
  const isSilent = arrivals.length === 0 && sendsNs.length === 0;
  const known = isSilent && SILENT_CAUSES.includes(cause) ? 'silent-client' : FAILURES[cause];
  const peer = host.config.name;
  const meant = expect.detected.find((it) => hostsOf(it.peer).includes(host)) ?? (known && { peer, as: known });
  if (meant === undefined) return null;
  const as = actualFailure(meant.as, record, session, end);
  if (isUnplanned(as)) return null;
  const expected = { ...meant, as };
  const isPhy = cause === 'cut' && promisedFor({ peer, as: 'link-down' }, plan, socket).reasons.includes('link-down');
  const promise = promisedFor(expected, plan, socket);
  const isOpen = cause === 'nat' && socketNumbered(plan, socket)?.keepalive === null && isLater(promise, end, clock);
  return isPhy || (promise.covered && !isOpen) ? null : as;
}

/**
 * Whether the firmware may still detect the failure later. A router drops connections after a timeout of its own. If the
 * scenario goes on before the bound has passed, nothing keeps the connection open, but it may still be detected.
 */
function isLater({ boundMs }: PromisedDetection, { atNs }: { readonly atNs: Nanos }, { nowNs }: GapsInput['clock']) {
  return nowNs - atNs < (boundMs ?? 0) * NS_PER_MS;
}
