/** Whether those who lived kept their connections and got back what they sent. */
import { startsWith } from '../scenario/peers/echo.ts';
import type { ConnectionRecord } from '../scenario/record/connection-record.ts';
import { countOf, timeText } from '../words.ts';
import { isAllowedClose } from './allowed-closes.ts';
import { bad, type Case, good, latestOf, overlapsFault, sessionOf, type VerdictReason } from './evidence.ts';

/**
 * No connection may leave ESTABLISHED before the scenario has ended its peer's side, or troubled the chip; but a peer that
 * keeps silent for longer than the spec allows may be closed.
 */
export function closedWhileAlive(facts: Case): readonly VerdictReason[] {
  return facts.connections.flatMap((record) => {
    const session = sessionOf(facts, record);
    if (session === undefined || session.left === null) return [];
    const { atNs, cause } = session.left;
    if ((record.failure !== null && record.failure.atNs <= atNs) || overlapsFault(facts, session)) return [];
    if (isAllowedClose(facts, record, session)) return [];
    const told = session.report === null ? '' : `, reason ${session.report.reason}`;
    return [
      bad(
        `Socket ${session.socket} left ESTABLISHED at ${timeText(atNs)} (${cause}${told}) although ${record.peer} was alive.`,
      ),
    ];
  });
}

/** Those whom the scenario names as alive: connected to the end, and everything echoed. */
export function aliveFindings(facts: Case): readonly VerdictReason[] {
  const names = facts.scenario.expect.alive.flatMap(facts.membersOf);
  const findings = names.flatMap((host): VerdictReason | readonly VerdictReason[] => {
    const record = latestOf(facts, host);
    if (record?.failure?.isCollateral === true) return [];
    const session = record === undefined ? undefined : sessionOf(facts, record);
    if (record === undefined || session === undefined)
      return bad(`${host} should be connected at the end, but never was.`);
    if (record.failure !== null)
      return bad(`${host} should be connected at the end, but the scenario has ended its connection.`);
    if (session.left !== null)
      return bad(
        `${host} should be connected at the end, but socket ${session.socket} left ESTABLISHED at ${timeText(session.left.atNs)}.`,
      );
    const missing = record.sent.length - (record.lateCount ?? 0) - record.received.length;
    if (missing > 0) return bad(`${host} has ${missing} of the ${record.sent.length} bytes that it sent not back.`);
    return good(
      `${host} was connected from ${timeText(session.establishedAtNs)} to the end at ${timeText(facts.endNs)}.`,
    );
  });
  return findings.length > 1 && findings.every(({ ok }) => ok)
    ? [
        good(
          `${facts.scenario.expect.alive.join(', ')}: all ${findings.length} were connected to the end at ${timeText(facts.endNs)}.`,
        ),
      ]
    : findings;
}

/**
 * What comes back is what was sent, in order; and as much as the scenario asks for. No checksum protects the bytes
 * between chip and firmware, so none can be vouched for while a fault changes them.
 */
export function echoFindings(facts: Case): readonly VerdictReason[] {
  const wrong = facts.connections.flatMap((record): readonly VerdictReason[] => {
    if (startsWith(record.sent, record.received) || mayBeCorrupted(facts, record)) return [];
    const at = [...record.received].findIndex((byte, index) => byte !== record.sent[index]);
    return [bad(`${record.peer} got back other bytes than it sent, from byte ${at} on (counted from 0).`)];
  });
  const counts = facts.scenario.expect.echoed.flatMap(({ peer, bytes }): readonly VerdictReason[] => {
    const hosts = facts.membersOf(peer).map((host) => ({ host, count: bytesBack(facts, host) }));
    const short = hosts.filter(({ count }) => count < bytes);
    if (short.length === 0)
      return hosts.length === 0
        ? []
        : [good(`${peer} got back what was expected, ${countOf(bytes, 'byte')}${hosts.length > 1 ? ' each' : ''}.`)];
    return short.map(({ host, count }) => bad(`${host} got back ${countOf(count, 'byte')}; ${bytes} are expected.`));
  });
  return [...wrong, ...counts];
}

function mayBeCorrupted(facts: Case, record: ConnectionRecord): boolean {
  const session = sessionOf(facts, record);
  const faultIntervals = facts.faultIntervals.filter(({ is }) => is !== 'reset' && is !== 'absent');
  return session !== undefined && overlapsFault({ ...facts, faultIntervals }, session);
}

function bytesBack({ connections }: Case, host: string): number {
  return connections.reduce((sum, { peer, received }) => sum + (peer === host ? received.length : 0), 0);
}
