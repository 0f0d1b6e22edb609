/** Whether those who lived kept their connections and got back what they sent. */
import { startsWith } from '../scenario/peers/echo.ts';
import type { ConnectionRecord } from '../scenario/peers/host.ts';
import { countOf, seconds } from '../scenario/words.ts';
import { isExcused } from './allowed-closes.ts';
import { bad, type Case, type Finding, good, isMarred, latestOf, stintOf } from './evidence.ts';

/**
 * No connection may leave ESTABLISHED before the scenario has ended its peer's side, or troubled the chip; but a peer that
 * keeps silent for longer than the spec allows may be closed.
 */
export function closedWhileAlive(facts: Case): readonly Finding[] {
  return facts.connections.flatMap((record) => {
    const stint = stintOf(facts, record);
    if (stint === undefined || stint.left === null) return [];
    const { atNs, cause } = stint.left;
    if ((record.death !== null && record.death.atNs <= atNs) || isMarred(facts, stint)) return [];
    if (isExcused(facts, record, stint)) return [];
    const told = stint.report === null ? '' : `, reason ${stint.report.reason}`;
    return [
      bad(
        `Socket ${stint.socket} left ESTABLISHED at ${seconds(atNs)} (${cause}${told}) although ${record.peer} was alive.`,
      ),
    ];
  });
}

/** Those whom the scenario names as alive: connected to the end, and everything echoed. */
export function aliveFindings(facts: Case): readonly Finding[] {
  const names = facts.scenario.expect.alive.flatMap(facts.membersOf);
  const findings = names.flatMap((host): Finding | readonly Finding[] => {
    const record = latestOf(facts, host);
    if (record?.death?.isCollateral === true) return [];
    const stint = record === undefined ? undefined : stintOf(facts, record);
    if (record === undefined || stint === undefined)
      return bad(`${host} should be connected at the end, but never was.`);
    if (record.death !== null)
      return bad(`${host} should be connected at the end, but the scenario has ended its connection.`);
    if (stint.left !== null)
      return bad(
        `${host} should be connected at the end, but socket ${stint.socket} left ESTABLISHED at ${seconds(stint.left.atNs)}.`,
      );
    const missing = record.sent.length - (record.lateCount ?? 0) - record.received.length;
    if (missing > 0) return bad(`${host} has ${missing} of the ${record.sent.length} bytes that it sent not back.`);
    return good(`${host} was connected from ${seconds(stint.establishedAtNs)} to the end at ${seconds(facts.endNs)}.`);
  });
  return findings.length > 1 && findings.every(({ ok }) => ok)
    ? [
        good(
          `${facts.scenario.expect.alive.join(', ')}: all ${findings.length} were connected to the end at ${seconds(facts.endNs)}.`,
        ),
      ]
    : findings;
}

/**
 * What comes back is what was sent, in order; and as much as the scenario asks for. No checksum protects the bytes
 * between chip and firmware, so none can be vouched for while a fault changes them.
 */
export function echoFindings(facts: Case): readonly Finding[] {
  const wrong = facts.connections.flatMap((record): readonly Finding[] => {
    if (startsWith(record.sent, record.received) || isGarbled(facts, record)) return [];
    const at = [...record.received].findIndex((byte, index) => byte !== record.sent[index]);
    return [bad(`${record.peer} got back other bytes than it sent, from byte ${at} on (counted from 0).`)];
  });
  const counts = facts.scenario.expect.echoed.flatMap(({ peer, bytes }): readonly Finding[] => {
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

function isGarbled(facts: Case, record: ConnectionRecord): boolean {
  const stint = stintOf(facts, record);
  const spells = facts.spells.filter(({ is }) => is !== 'reset' && is !== 'absent');
  return stint !== undefined && isMarred({ ...facts, spells }, stint);
}

function bytesBack({ connections }: Case, host: string): number {
  return connections.reduce((sum, { peer, received }) => sum + (peer === host ? received.length : 0), 0);
}
