/** What a step does to a peer, its connection or its application. */
import { goodbyeTo } from '../../host/protocol.ts';
import type { OnPeer } from '../format/scenario.generated.ts';
import { type DeathCause, type Host, namesOf } from '../peers/host.ts';
import type { Stage } from '../testbed/test-bed.ts';
import { subject, tell } from './report-step.ts';

type Deed = OnPeer['do'];

const DEEDS: Readonly<Record<Deed, string>> = {
  'power-off': 'loses power',
  boot: 'boots',
  close: 'closes its side (FIN)',
  abort: 'resets the connection (RST)',
  'stop-reading': 'stops reading',
  'start-reading': 'reads again',
  hang: 'hangs: its application does nothing any more',
  unhang: 'has come back to life',
  'say-goodbye': 'says goodbye',
};

/** What ends the peer's side at once; a goodbye does so when it is sent, a window when it is shut. */
const DEATHS: Readonly<Partial<Record<Deed, DeathCause>>> = {
  'power-off': 'power-off',
  boot: 'boot',
  close: 'close',
  abort: 'abort',
  hang: 'hang',
};

/** A step on a connection that is not there fails the run; it is not a bug of the simulator. */
export function onPeer(stage: Stage, { do: what, peer }: OnPeer): string | null {
  const named = stage.hostsOf(peer);
  const isOfMachine = what === 'power-off' || what === 'boot';
  const problem = isOfMachine ? null : whyNot(named, what);
  if (problem !== null) return problem;
  const deed = what === 'close' || what === 'abort' ? { what, peers: namesOf(named) } : undefined;
  if (named.length > 0) tell(stage, `${subject(peer, named)} ${DEEDS[what]}`, deed);
  const hosts = isOfMachine ? stage.machinesOf(peer) : named;
  const death = DEATHS[what];
  if (death !== undefined) for (const host of hosts) host.die(death, !named.includes(host));
  if (isOfMachine) {
    for (const machine of new Set(hosts.map((host) => host.peer))) {
      if (what === 'boot') machine.boot();
      else machine.powerOff();
    }
  } else {
    for (const host of hosts) actOn(stage, host, what);
  }
  return null;
}

function whyNot(hosts: readonly Host[], what: Deed): string | null {
  const lonely = hosts.find((host) => host.current === undefined);
  if (lonely !== undefined) return `${lonely.role.name} has no connection to ${what.replace('-', ' ')}`;
  if (what !== 'say-goodbye') return null;
  const wordless = hosts.find(({ role }) => goodbyeTo(role.watch) === null);
  if (wordless !== undefined) {
    return `${wordless.role.name} has no goodbye to say: the spec has no goodbye message for socket ${wordless.role.socket}`;
  }
  const mute = hosts.find((host) => !host.canSend());
  return mute === undefined ? null : `${mute.role.name} has no open connection to say goodbye on`;
}

function actOn(stage: Stage, host: Host, what: Exclude<Deed, 'power-off' | 'boot'>): void {
  switch (what) {
    case 'close':
      host.close();
      break;
    case 'abort':
      host.abort();
      break;
    case 'stop-reading':
    case 'start-reading':
      host.setReading(what === 'start-reading');
      break;
    case 'hang':
      host.setHanging(true);
      break;
    case 'unhang':
      host.setHanging(false);
      if (stage.stintOf(host)?.left === null && !host.isEnded()) host.revive('hang');
      break;
    case 'say-goodbye':
      host.send(goodbyeTo(host.role.watch) ?? new Uint8Array(0));
      break;
    default:
      what satisfies never;
  }
}
