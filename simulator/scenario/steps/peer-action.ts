/** What a step does to a peer, its connection or its application. */
import { goodbyeTo } from '../../host/protocol.ts';
import type { OnPeer } from '../format/scenario.generated.ts';
import { type Host, namesOf, subject } from '../peers/host.ts';
import type { FailureCause } from '../record/connection-record.ts';
import { reportStep } from '../record/report-step.ts';
import type { TestBed } from '../testbed/test-bed.ts';

type PeerAction = OnPeer['do'];

const ACTION_TEXT: Readonly<Record<PeerAction, string>> = {
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
const FAILURES: Readonly<Partial<Record<PeerAction, FailureCause>>> = {
  'power-off': 'power-off',
  boot: 'boot',
  close: 'close',
  abort: 'abort',
  hang: 'hang',
};

/** A step on a connection that is not there fails the run; it is not a bug of the simulator. */
export function onPeer(bed: TestBed, { do: what, peer }: OnPeer): string | null {
  const named = bed.hostsOf(peer);
  const isOfMachine = what === 'power-off' || what === 'boot';
  const problem = isOfMachine ? null : whyNot(named, what);
  if (problem !== null) return problem;
  const action = what === 'close' || what === 'abort' ? { what, peers: namesOf(named) } : undefined;
  if (named.length > 0) reportStep(bed, `${subject(peer, named)} ${ACTION_TEXT[what]}`, action);
  const hosts = isOfMachine ? bed.machinesOf(peer) : named;
  const failure = FAILURES[what];
  if (failure !== undefined) for (const host of hosts) host.fail(failure, !named.includes(host));
  if (isOfMachine) {
    for (const machine of new Set(hosts.map((host) => host.peer))) {
      if (what === 'boot') machine.boot();
      else machine.powerOff();
    }
  } else {
    for (const host of hosts) actOn(bed, host, what);
  }
  return null;
}

function whyNot(hosts: readonly Host[], what: PeerAction): string | null {
  const unconnected = hosts.find((host) => host.current === undefined);
  if (unconnected !== undefined) return `${unconnected.role.name} has no connection to ${what.replace('-', ' ')}`;
  if (what !== 'say-goodbye') return null;
  const withoutGoodbye = hosts.find(({ role }) => goodbyeTo(role.watch) === null);
  if (withoutGoodbye !== undefined) {
    return `${withoutGoodbye.role.name} has no goodbye to say: the spec has no goodbye message for socket ${withoutGoodbye.role.socket}`;
  }
  const unable = hosts.find((host) => !host.canSend());
  return unable === undefined ? null : `${unable.role.name} has no open connection to say goodbye on`;
}

function actOn(bed: TestBed, host: Host, what: Exclude<PeerAction, 'power-off' | 'boot'>): void {
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
      if (bed.sessionOf(host)?.left === null && !host.isEnded()) host.recover('hang');
      break;
    case 'say-goodbye':
      host.send(goodbyeTo(host.role.watch) ?? new Uint8Array(0));
      break;
    default:
      what satisfies never;
  }
}
