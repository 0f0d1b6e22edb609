/** Whether peers that were alive kept their connections and got their echo. */
import type { EndReason } from '../../contract/firmware.ts';
import { socketNumbered } from '../scenario/format/socket-numbered.ts';
import { startsWith } from '../scenario/peers/echo.ts';
import { type ConnectionRecord, isEchoed } from '../scenario/record/connection-record.ts';
import { NO_ECHO } from '../scenario/record/no-echo.ts';
import type { DeviceSession } from '../scenario/record/sessions.ts';
import { countOf, timeText } from '../words.ts';
import { isAllowedClose, isRightRefusal } from './allowed-closes.ts';
import { bad, type Case, good, latestOf, overlapsFault, sessionOf, stayersOf, type VerdictReason } from './evidence.ts';
import { isLostOnWire } from './lost-frames.ts';

/** The application may close a WebSocket whenever it likes; the peer has seen it do so as the protocol says. */
const BY_PROTOCOL: EndReason = 'websocket-closed';

/**
 * No connection may leave ESTABLISHED before the scenario has ended its peer's side or injected a chip fault, unless the
 * spec's methods allow the close, of a peer that is silent for too long, for example, or the wire lost each repetition.
 */
export function closedWhileAlive(facts: Case): readonly VerdictReason[] {
  return facts.connections.flatMap((record) => {
    const session = sessionOf(facts, record);
    // An attempt from the port of an earlier connection is no connection.
    if (record.establishedAtNs === null || session === undefined || session.left === null) return [];
    const { atNs, cause } = session.left;
    if ((record.failure !== null && record.failure.atNs <= atNs) || overlapsFault(facts, session)) return [];
    if (record.isEndedByDevice === true && session.report?.reason === BY_PROTOCOL) return [];
    if ((record.isRefused === true || isRefusedUnseen(facts, session)) && isRightRefusal(facts, session)) return [];
    if (isAllowedClose(facts, record, session) || isLostOnWire(facts, record, session)) return [];
    const reported = session.report === null ? '' : `, reason ${session.report.reason}`;
    return [
      bad(
        `Socket ${session.socket} left ESTABLISHED at ${timeText(atNs)} (${cause}${reported}) although ${record.peer} was alive.`,
      ),
    ];
  });
}

/** A client that does not read never sees that the last socket of a port with a page takes no WebSocket. */
function isRefusedUnseen({ plan }: Case, { socket, report }: DeviceSession): boolean {
  return report?.reason === 'no-handshake' && socketNumbered(plan, socket)?.websocket?.page != null;
}

/** Peers that the scenario expects to be alive: connected to the end, and everything echoed. */
export function aliveFindings(facts: Case): readonly VerdictReason[] {
  const names = facts.scenario.expect.alive.flatMap((name) => stayersOf(facts, name));
  const findings = names.flatMap((host): VerdictReason | readonly VerdictReason[] => {
    const record = latestOf(facts, host);
    if (record?.failure?.isCollateral === true) return [];
    const session = record === undefined ? undefined : sessionOf(facts, record);
    if (record === undefined || session === undefined)
      return bad(`${host} should be connected at the end, but never was.`);
    if (record.failure !== null)
      return bad(`${host} should be connected at the end, but the scenario has ended its connection.`);
    // Other firmware may close the connection while the run waits for it to notice a failure.
    const untilNs = facts.externalFirmware === true ? facts.stepsDoneNs : facts.endNs;
    if (session.left !== null && session.left.atNs <= untilNs)
      return bad(
        `${host} should be connected at the end, but socket ${session.socket} left ESTABLISHED at ${timeText(session.left.atNs)}.`,
      );
    if (!isEchoed(record)) return connected(host, session, facts);
    const missing = record.sent.length - (record.lateCount ?? 0) - record.received.length;
    if (missing > 0) return bad(`${missing} of the ${record.sent.length} bytes sent by ${host} were not echoed.`);
    return connected(host, session, facts);
  });
  return findings.length > 1 && findings.every(({ tone }) => tone === 'good')
    ? [
        good(
          `${facts.scenario.expect.alive.join(', ')}: all ${findings.length} were connected to the end at ${timeText(facts.endNs)}.`,
        ),
      ]
    : findings;
}

function connected(host: string, { establishedAtNs }: DeviceSession, { endNs }: Case): VerdictReason {
  return good(`${host} was connected from ${timeText(establishedAtNs)} to the end at ${timeText(endNs)}.`);
}

/**
 * The echo equals the sent bytes, and is as long as the scenario expects. No checksum protects the bytes between chip and
 * firmware, so sessions during a fault that changes bytes are left out.
 */
export function echoFindings(facts: Case): readonly VerdictReason[] {
  const wrong = facts.connections.flatMap((record): readonly VerdictReason[] => {
    if (!isEchoed(record) || startsWith(record.sent, record.received) || mayBeCorrupted(facts, record)) return [];
    const at = [...record.received].findIndex((byte, index) => byte !== record.sent[index]);
    return [
      bad(
        `answer-differs: ${record.peer} got back different bytes than it sent, from byte ${at} on (counted from 0); ${NO_ECHO}.`,
      ),
    ];
  });
  const counts = facts.scenario.expect.echoed.flatMap(({ peer, bytes }): readonly VerdictReason[] => {
    const echoing = stayersOf(facts, peer).filter((host) => (latestOf(facts, host)?.traffic ?? 'echo') === 'echo');
    const hosts = echoing.map((host) => ({ host, count: bytesBack(facts, host) }));
    const short = hosts.filter(({ count }) => count < bytes);
    if (short.length === 0)
      return hosts.length === 0
        ? []
        : [good(`${peer} got back the expected ${countOf(bytes, 'byte')}${hosts.length > 1 ? ' each' : ''}.`)];
    return short.map(({ host, count }) => bad(`${host} got back ${countOf(count, 'byte')}; ${bytes} are expected.`));
  });
  return [...wrong, ...counts];
}

function mayBeCorrupted(facts: Case, record: ConnectionRecord): boolean {
  const session = sessionOf(facts, record);
  const faultIntervals = facts.faultIntervals.filter(({ is }) => is !== 'reset' && is !== 'absent');
  return session !== undefined && overlapsFault({ ...facts, faultIntervals }, untilReported(session));
}

/** A connection that the peer has half closed goes on until the firmware reports its end: what came before is echoed. */
function untilReported(session: DeviceSession): DeviceSession {
  const { left, report } = session;
  return left === null || report === null
    ? session
    : { ...session, left: { ...left, atNs: Math.max(left.atNs, report.atNs) } };
}

function bytesBack({ connections }: Case, host: string): number {
  return connections.reduce((sum, { peer, received }) => sum + (peer === host ? received.length : 0), 0);
}
