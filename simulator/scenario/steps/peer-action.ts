/** The actions of a step on a peer, its connection or its application. */
import type { PeerStep } from '../format/scenario.generated.ts';
import { type Host, namesOf, subject } from '../peers/host.ts';
import type { FailureCause } from '../record/connection-record.ts';
import { reportStep } from '../record/report-step.ts';
import type { TestBed } from '../testbed/test-bed.ts';

type PeerAction = PeerStep['do'];

/** Sends one of the messages that the spec has for the socket. */
type Saying = Extract<PeerAction, `say-${string}`>;

const ACTION_TEXT: Readonly<Record<Exclude<PeerAction, Saying>, string>> = {
  'power-off': 'loses power',
  boot: 'boots',
  close: 'closes its side (FIN)',
  abort: 'resets the connection (RST)',
  'stop-reading': 'stops reading',
  'start-reading': 'reads again',
  hang: 'hangs: its application stops',
  unhang: 'no longer hangs',
};

/** Actions that end the peer's side at once. A last message ends it when it is sent, a window when it closes. */
const FAILURES: Readonly<Partial<Record<PeerAction, FailureCause>>> = {
  'power-off': 'power-off',
  boot: 'boot',
  close: 'close',
  abort: 'abort',
  hang: 'hang',
};

/** An action on a connection that does not exist fails the run. */
export function onPeer(bed: TestBed, { do: what, peer, optional }: PeerStep): string | null {
  const isOfMachine = what === 'power-off' || what === 'boot';
  const all = bed.hostsOf(peer);
  const named = optional && !isOfMachine ? all.filter((host) => host.canSend()) : all;
  const problem = isOfMachine ? null : whyNot(named, what);
  if (problem !== null) return problem;
  const action = what === 'close' || what === 'abort' ? { what, peers: namesOf(named) } : undefined;
  if (named.length > 0) reportStep(bed, `${subject(peer, named)} ${actionText(what)}`, action);
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
  if (unconnected !== undefined) return `${unconnected.config.name} has no connection to ${what.replace('-', ' ')}`;
  if (!isSaying(what)) return null;
  const name = messageOf(what);
  const without = hosts.find((host) => bytesOf(host, name) === null);
  if (without !== undefined) {
    const { config } = without;
    return `${config.name} has no ${name} to say: the spec has no ${name} message for socket ${config.socket}`;
  }
  const unable = hosts.find((host) => !host.canSend());
  return unable === undefined ? null : `${unable.config.name} has no open connection to say ${name} on`;
}

function isSaying(what: PeerAction): what is Saying {
  return what.startsWith('say-');
}

/** The name of the message. */
function messageOf(what: Saying): string {
  return what.slice('say-'.length);
}

function bytesOf({ farSide }: Host, name: string): Uint8Array | null {
  const message = farSide.toDevice.find((it) => it.name === name);
  return message === undefined ? null : Uint8Array.from(message.bytes);
}

function actionText(what: PeerAction): string {
  return isSaying(what) ? `says ${messageOf(what)}` : ACTION_TEXT[what];
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
    default:
      host.send(bytesOf(host, messageOf(what)) ?? new Uint8Array(0));
  }
}
