/**
 * The check that the device accepts connections again: a new client connects to its port and gets an echo, or the device
 * connects to its server again and echoes. Only the network is observed, not the chip.
 */
import type { WatchedDevice } from '../../../contract/device.ts';
import { NS_PER_MS } from '../../clock.ts';
import { DIRECTIONS } from '../../direction.ts';
import { UNIMPAIRED } from '../../net/impairments.ts';
import { durationMs } from '../format/duration.ts';
import { promisedFor } from '../format/promised.ts';
import type { Detected, Duration, Scenario } from '../format/scenario.generated.ts';
import { socketNumbered } from '../format/socket-numbered.ts';
import { type Host, leavesAtOnce, namesOf } from '../peers/host.ts';
import { hostConfigFor, withinRoom } from '../peers/host-config.ts';
import { messageSetOf, withoutMessages } from '../peers/without-messages.ts';
import { actualFailure } from '../record/actual-failure.ts';
import { reportStep } from '../record/report-step.ts';
import type { Task } from '../testbed/scheduler.ts';
import type { TestBed } from '../testbed/test-bed.ts';
import { endChipFault } from './chip-fault.ts';
import { connect, expectEcho } from './play-steps.ts';

/** How long a new client may take to connect, SYN retransmissions included, and to get its echo. */
const LIMIT = { s: 10 } as const;
const KNOCK = new TextEncoder().encode('is anybody there?');

/**
 * Opens one connection for each failure that must have been detected, but not more than the device can serve, all at once.
 * Returns a sentence about a failure.
 */
export function* proveListening(bed: TestBed, { expect }: Scenario): Task<string | null> {
  if (!expect.listening) return null;
  const gone = expect.detected.flatMap((expected) =>
    bed.hostsOf(expected.peer).filter((host) => isGone(bed, host, expected)),
  );
  if (gone.length === 0) return null;
  mendAll(bed);
  const servers = gone.filter(({ config }) => config.server !== null);
  return (yield* proveVisits(bed, gone)) ?? (yield* proveReturn(bed, servers));
}

/** Whether the plan promises that the failure is detected. */
function isGone(bed: TestBed, host: Host, expected: Detected): boolean {
  const record = host.current;
  if (!host.isEchoed && record?.failure == null) return false;
  if (bed.isKeptOpen(host) && bed.sessionOf(host)?.left === null) return false;
  const as = actualFailure(expected.as, record, bed.sessionOf(host));
  return promisedFor({ ...expected, as }, bed.plan, host.config.socket).covered;
}

/** Each port of a server socket gets as many new clients as it lost, and as may be connected at once. */
function* proveVisits(bed: TestBed, gone: readonly Host[]): Task<string | null> {
  const lost = gone.flatMap(({ config }) =>
    config.server === null ? (socketNumbered(bed.plan, config.socket) ?? []) : [],
  );
  const visitors: Host[] = [];
  for (const [index, socket] of withinRoom(lost, bed.plan).entries()) {
    const visitor = bed.addHost(hostConfigFor(socket, `new-client-${index}`));
    if (visitor === null)
      return 'The subnet has no address left for a new client, so whether the port listens could not be shown.';
    visitors.push(visitor);
  }
  const name = `the ${visitors.length} new clients`;
  const refused = yield* connect(bed, visitors, name, LIMIT);
  if (refused !== null) return `The port does not listen again: ${refused}.`;
  const silent = yield* knock(bed, visitors, name);
  return silent === null ? null : `The port listens again, but ${silent}.`;
}

function* proveReturn(bed: TestBed, servers: readonly Host[]): Task<string | null> {
  if (servers.length === 0) return null;
  const name = `the ${servers.length} servers`;
  const limit = returnLimit(bed.plan, servers);
  const steady = servers.filter(({ config }) => !leavesAtOnce(config));
  const missing = (yield* visited(bed, servers, limit)) ?? (yield* connect(bed, steady, name, limit));
  if (missing !== null) return `The device does not connect again: ${missing}.`;
  const silent = yield* knock(bed, steady, name);
  return silent === null ? null : `The device has connected again, but ${silent}.`;
}

/** A server that closes at once is never seen connected. So the attempts of the device to connect are counted. */
function* visited(bed: TestBed, servers: readonly Host[], limit: Duration): Task<string | null> {
  const awaited = servers.flatMap((host) => (leavesAtOnce(host.config) ? [{ host, known: host.records.length }] : []));
  const isTold = (host: Host): boolean => bed.externalFirmware || bed.sessionOf(host)?.report != null;
  const isBack = () => awaited.every(({ host, known }) => host.records.length > known && isTold(host));
  const limitNs = Math.round(durationMs(limit, bed.plan, bed.plan.sockets) * NS_PER_MS);
  if (awaited.length === 0 || (yield { what: 'the device to come again', until: isBack, limitNs })) return null;
  return `${namesOf(awaited.map(({ host }) => host)).join(', ')} did not see it within ${limitNs / NS_PER_MS / 1000} s`;
}

function* knock(bed: TestBed, hosts: readonly Host[], name: string): Task<string | null> {
  const bytes = withoutMessages(KNOCK, messageSetOf(bed.plan, bed.farSides));
  for (const host of hosts) host.exchange(bytes);
  return yield* expectEcho(bed, hosts, name, LIMIT);
}

/** An attempt may be in progress that must fail first; then the longest back-off follows. */
function returnLimit({ sockets, retransmission }: WatchedDevice, servers: readonly Host[]): Duration {
  const { arpTimeoutMs, tcpTimeoutMs } = retransmission;
  const waits = servers.map(({ config }) => {
    const client = sockets[config.socket]?.client;
    return client == null ? 0 : client.maxMs * (1 + client.jitter256 / 256);
  });
  return [LIMIT, { ms: Math.max(...waits) + arpTimeoutMs + tcpTimeoutMs }];
}

function mendAll(bed: TestBed): void {
  const { chipFaults, devicePort, link } = bed;
  const mended = { what: 'mend', directions: DIRECTIONS, peers: namesOf(bed.hosts) } as const;
  if (link.isCut) reportStep(bed, 'cable mended for new clients', { ...mended, at: null });
  link.mend();
  if (!devicePort.linkUp) reportStep(bed, 'cable at device mended for new clients', { ...mended, at: 'device' });
  devicePort.plug();
  if (link.impairedDirections.length > 0) {
    reportStep(bed, 'wire repaired for new clients', { what: 'impair', directions: [] });
  }
  link.impair(UNIMPAIRED);
  mendServers(bed);
  if (chipFaults.intervals.at(-1)?.untilNs !== null) return;
  reportStep(bed, 'the chip fault ends for new clients');
  endChipFault(bed);
}

function mendServers({ hosts, recorder }: TestBed): void {
  for (const { peer, port, config } of hosts.filter((host) => host.config.server !== null)) {
    const mended = { what: 'mend', directions: DIRECTIONS, peers: [config.name], at: config.name } as const;
    if (!port.linkUp) reportStep({ recorder }, `cable at ${config.name} mended for the device`, mended);
    port.plug();
    if (peer.powered) continue;
    reportStep({ recorder }, `${config.name} boots for the device`);
    peer.boot();
  }
}
