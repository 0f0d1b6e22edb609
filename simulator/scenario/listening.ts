/** The proof that a port listens again: somebody new connects to it and gets an echo. Nothing is peeked at. */
import { DIRECTIONS } from '../net/direction.ts';
import { UNIMPAIRED } from '../net/impairments.ts';
import { endTrouble } from './chip-trouble.ts';
import type { Script } from './director.ts';
import { type Host, namesOf } from './host.ts';
import type { Scenario } from './scenario.generated.ts';
import type { Stage } from './stage.ts';
import { connect, expectEcho } from './steps.ts';
import { tell } from './tell.ts';
import { promiseOf } from './verdict/deaths.ts';

/** How long a new client may take to get in, SYN repetitions included, and to get its echo. */
const LIMIT = { s: 10 } as const;
const KNOCK = new TextEncoder().encode('is anybody there?');

/** One visitor per connection that must have been detected, all at once; returns the sentence that says what failed. */
export function* proveListening(stage: Stage, { expect }: Scenario): Script<string | null> {
  if (!expect.listening) return null;
  const covered = expect.detected.filter((expected) => promiseOf(expected, stage.plan).covered);
  const ports = covered.flatMap(({ peer }) => stage.hostsOf(peer).map(({ role }) => role.port));
  if (ports.length === 0) return null;
  mendAll(stage);
  const visitors: Host[] = [];
  for (const [index, port] of ports.entries()) {
    const visitor = stage.addHost({ name: `new-client-${index}`, port });
    if (visitor === null)
      return 'The subnet has no address left for a new client, so whether the port listens could not be shown.';
    visitors.push(visitor);
  }
  const name = `the ${visitors.length} new clients`;
  const refused = yield* connect(stage, visitors, name, LIMIT);
  if (refused !== null) return `The port does not listen again: ${refused}.`;
  for (const visitor of visitors) visitor.send(KNOCK);
  const silent = yield* expectEcho(stage, visitors, name, LIMIT);
  return silent === null ? null : `The port listens again, but ${silent}.`;
}

function mendAll(stage: Stage): void {
  const { chipFaults, devicePort, link } = stage;
  const mended = { what: 'mend', directions: DIRECTIONS, peers: namesOf(stage.hosts) } as const;
  if (link.isCut) tell(stage, 'cable mended for new clients', { ...mended, at: null });
  link.mend();
  if (!devicePort.linkUp) tell(stage, 'cable at device mended for new clients', { ...mended, at: 'device' });
  devicePort.plug();
  if (link.impairedDirections.length > 0) {
    tell(stage, 'wire made whole for new clients', { what: 'impair', directions: [] });
  }
  link.impair(UNIMPAIRED);
  if (chipFaults.spells.at(-1)?.untilNs !== null) return;
  tell(stage, 'the chip is made sound for new clients');
  endTrouble(stage);
}
