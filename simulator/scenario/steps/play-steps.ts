/** The effect of each step of a scenario, and its wait. */
import { type Nanos, NS_PER_MS, NS_PER_S } from '../../clock.ts';
import { countOf } from '../../words.ts';
import { durationMs } from '../format/duration.ts';
import type { ConnectStep, Duration, Scenario, SendStep, Step, WaitUntilStep } from '../format/scenario.generated.ts';
import { startsWith } from '../peers/echo.ts';
import { type Host, leavesAtOnce, namesOf, subject } from '../peers/host.ts';
import { socketsOf } from '../peers/host-config.ts';
import { messageSetOf } from '../peers/without-messages.ts';
import { reportStep } from '../record/report-step.ts';
import { sessionFor } from '../record/sessions.ts';
import { mayStayUntold } from '../record/untold.ts';
import type { Task } from '../testbed/scheduler.ts';
import type { TestBed } from '../testbed/test-bed.ts';
import { cable } from './cable.ts';
import { injectChipFault } from './chip-fault.ts';
import { contentOf } from './content.ts';
import { resetDevice } from './device-reset.ts';
import { impair } from './impair.ts';
import { settleNs } from './limits.ts';
import { onPeer } from './peer-action.ts';
import { onWebsocket } from './websocket.ts';

/** How often peers are asked whether their data is acknowledged. */
const SETTLE_LOOK_NS = 5 * NS_PER_MS;

/** The step that failed, as the end of a sentence; null if all succeeded. */
export function* playSteps(bed: TestBed, steps: Scenario['steps']): Task<string | null> {
  for (const step of steps) {
    const failure = yield* play(bed, step);
    if (failure !== null) return failure;
  }
  return null;
}

function* play(bed: TestBed, step: Step): Task<string | null> {
  switch (step.do) {
    case 'connect':
      return step.optional
        ? yield* tryToConnect(bed, step)
        : yield* connect(bed, bed.hostsOf(step.peer), step.peer, step.limit);
    case 'send':
      return send(bed, step);
    case 'expect-echo':
      return yield* expectEcho(bed, bed.hostsOf(step.peer), step.peer, step.limit);
    case 'wait':
      yield { what: 'time to pass', limitNs: nanos(bed, step.for, bed.hosts) };
      return null;
    case 'wait-until':
      return yield* waitUntil(bed, step);
    case 'cut':
    case 'mend':
      cable(bed, step);
      return null;
    case 'impair':
      impair(bed, step);
      return null;
    case 'chip':
      injectChipFault(bed, step);
      return null;
    case 'device':
      resetDevice(bed);
      return null;
    case 'ws-message':
    case 'ws-ping':
    case 'ws-close':
      return onWebsocket(bed, step);
    case 'repeat':
      for (let round = 0; round < step.times; round++) {
        const failure = yield* playSteps(bed, step.steps);
        if (failure !== null) return `${failure} (round ${round + 1} of ${step.times})`;
      }
      return null;
    default:
      return onPeer(bed, step);
  }
}

function nanos({ plan }: TestBed, duration: Duration, hosts: readonly Host[]): Nanos {
  const configs = hosts.map(({ config }) => config);
  return Math.round(durationMs(duration, plan, socketsOf(configs, plan)) * NS_PER_MS);
}

/**
 * Waits for a condition. The sentence names the hosts for which it was not met in time. Hosts that a gap of the spec
 * excuses are left out instead.
 */
function* until(
  bed: TestBed,
  hosts: readonly Host[],
  limit: Duration,
  what: string,
  isTrue: (host: Host) => boolean,
): Task<string | null> {
  const limitNs = nanos(bed, limit, hosts);
  const everyone = (): boolean => hosts.map(isTrue).every(Boolean); // evaluates each, even after the first false
  if (yield { what, until: everyone, limitNs }) return null;
  const late = hosts.filter((host) => !isTrue(host));
  const blamed = bed.gaps.blame(late);
  const excused = late.filter((host) => !blamed.includes(host));
  if (excused.length > 0)
    reportStep(bed, `${namesOf(excused).join(', ')} not ${what}, which the spec does not cover: left out from here on`);
  const names = namesOf(blamed);
  return names.length === 0 ? null : `${names.join(', ')} not ${what} within ${limitNs / NS_PER_MS / 1000} s`;
}

/** Shared with the check that ports listen again. */
export function* connect(bed: TestBed, hosts: readonly Host[], name: string, limit: Duration): Task<string | null> {
  open(bed, hosts, name);
  const failure = yield* until(bed, hosts, limit, 'connected', (host) => host.isConnected() && isFresh(bed, host));
  for (const host of hosts) host.giveUp();
  return failure;
}

/** Peers that are connected, or have no power, take no part; nobody is blamed. */
function* tryToConnect(bed: TestBed, { peer, limit }: ConnectStep): Task<null> {
  const hosts = bed.hostsOf(peer).filter((host) => host.peer.powered && !host.canSend());
  if (hosts.length === 0) return null;
  open(bed, hosts, peer);
  const everyone = (): boolean => hosts.map((host) => host.isConnected()).every(Boolean); // evaluates each
  yield { what: 'an attempt to connect', until: everyone, limitNs: nanos(bed, limit, hosts) };
  for (const host of hosts) host.giveUp();
  return null;
}

function open(bed: TestBed, hosts: readonly Host[], name: string): void {
  const clients = hosts.filter(({ config }) => config.server === null);
  const ports = [...new Set(clients.map((host) => host.config.port))].join(', ');
  if (clients.length > 0) reportStep(bed, `${subject(name, clients)} connects to port ${ports}`);
  if (clients.length < hosts.length) reportStep(bed, `${subject(name, hosts)} waits for the device to connect`);
  for (const host of hosts) host.open();
}

/** The server's old connection may still be open when the device has closed its end and connects again. */
function isFresh(bed: TestBed, host: Host): boolean {
  if (host.config.server === null || leavesAtOnce(host.config)) return true;
  return host.current?.failure === null && bed.sessionOf(host)?.left === null;
}

function send(bed: TestBed, step: SendStep): string | null {
  const named = bed.hostsOf(step.peer);
  const hosts = step.optional ? named.filter((host) => host.canSend()) : named;
  const unable = hosts.find((host) => !host.canSend());
  if (unable !== undefined) return `${unable.config.name} has no open connection to send on`;
  const messages = messageSetOf(bed.plan, bed.farSides);
  const contents = hosts.map((host) => ({ host, ...contentOf(step, bed.random, messages) }));
  const first = contents[0];
  if (first !== undefined) reportStep(bed, `${subject(step.peer, hosts)} ${sendingText(hosts, first.text)}`);
  const kind = step.text === undefined ? 'binary' : undefined;
  for (const { host, bytes } of contents) host.exchange(bytes, kind);
  return null;
}

function sendingText(hosts: readonly Host[], content: string): string {
  const isTalk = hosts.every(({ farSide }) => farSide.traffic.kind === 'dialogue');
  return isTalk ? 'begins a round of the dialogue' : `sends ${content}`;
}

/** Shared with the check that ports listen again. */
export function* expectEcho(bed: TestBed, hosts: readonly Host[], name: string, limit: Duration): Task<string | null> {
  const [echoed, others] = [hosts.filter((host) => host.isEchoed), hosts.filter((host) => !host.isEchoed)];
  const isSettled = (host: Host): boolean => host.isSettled();
  const failure =
    others.length === 0 || echoed.length > 0 ? yield* until(bed, echoed, limit, 'completely echoed', isSettled) : null;
  // A wrong answer does not end the run: the state of the connections does not depend on it.
  yield* settle(bed, others, limit);
  if (hosts.length === 0) return null;
  if (failure !== null && echoed.some((host) => host.current === undefined)) return failure;
  const limitS = nanos(bed, limit, echoed) / NS_PER_S;
  const staying = hosts.filter(({ config }) => !bed.gaps.leftOut.some(({ peer }) => peer === config.name));
  for (const host of echoed) noteEcho(host, staying.includes(host) ? `not completely echoed within ${limitS} s` : null);
  if (staying.length > 0) reportStep(bed, settledText(name, staying));
  return null;
}

/** @param late null: an echo may be late */
function noteEcho(host: Host, late: string | null): void {
  const { sent, received } = host.current ?? { sent: new Uint8Array(0), received: new Uint8Array(0) };
  if (!startsWith(sent, received)) host.expectNothing('got back different bytes than it sent');
  else if (late !== null && !host.isSettled()) host.expectNothing(late);
}

/** Waits for hosts whose answers are not an echo. No event tells that a peer's data is acknowledged, so they are asked. */
function* settle(bed: TestBed, hosts: readonly Host[], limit: Duration): Task<void> {
  const endNs = bed.clock.nowNs + settleNs(nanos(bed, limit, hosts), bed.plan);
  while (bed.clock.nowNs < endNs && !hosts.every((host) => host.isSettled())) {
    yield { what: 'answers', limitNs: Math.min(SETTLE_LOOK_NS, endNs - bed.clock.nowNs) };
  }
}

function settledText(name: string, hosts: readonly Host[]): string {
  if (hosts.every(({ farSide }) => farSide.traffic.kind === 'dialogue')) {
    return `${subject(name, hosts)} has ended the round`;
  }
  if (hosts.some((host) => !host.isEchoed)) return `${subject(name, hosts)} has sent everything`;
  const bytes = hosts.reduce((sum, host) => sum + (host.current?.sent.length ?? 0), 0);
  const total = `${countOf(bytes, 'byte')}${hosts.length > 1 ? ' in all' : ''}`;
  return `${subject(name, hosts)} has everything back, ${total}`;
}

function* waitUntil(bed: TestBed, { peer, is, count, limit, onlyForEcho }: WaitUntilStep): Task<string | null> {
  /** On platform iolibrary it is the connection that failed: the next one may exist before the end is reported. */
  const isDetected = ({ records, current }: Host): boolean => {
    const failed = bed.plan.watching === null ? undefined : records.findLast(({ failure }) => failure !== null);
    const record = failed ?? current;
    const session = record === undefined ? undefined : sessionFor(bed.sessions.sessions, record);
    if (record === undefined || session === undefined || session.closedAtNs === null) return false;
    return session.report !== null || bed.externalFirmware || mayStayUntold(bed.plan, record);
  };
  const isTrue = (host: Host): boolean => {
    const session = bed.sessionOf(host);
    switch (is) {
      case 'connected':
        return host.isConnected();
      case 'detected':
        return isDetected(host);
      case 'closed':
        return host.isEnded();
      case 'probed':
        return (session?.probes.length ?? 0) >= count;
      case 'answered':
        return (session?.probes.filter((probe) => probe.answeredAtNs !== null).length ?? 0) >= count;
      case 'received':
        return (host.current?.received.length ?? 0) >= count;
      case 'open':
        return host.isOpen();
      case 'ponged':
        return host.pongs >= count;
      default:
        return is satisfies never;
    }
  };
  const hosts = bed.hostsOf(peer);
  const failure = yield* until(bed, hosts, limit, count > 1 ? `${is} (${count})` : is, isTrue);
  const missing = hosts.filter((host) => !isTrue(host));
  const isNoFault = (host: Host): boolean =>
    isExcused(host, is, onlyForEcho) || (is === 'detected' && bed.isKeptOpen(host));
  return missing.length > 0 && missing.every(isNoFault) ? null : failure;
}

/** Whether what the application says, which is not judged, may be why a condition is not met. */
function isExcused(host: Host, is: WaitUntilStep['is'], onlyForEcho: boolean): boolean {
  if (host.isEchoed) return false;
  // Data of the application may keep a NAT entry open, for example; then there is no failure to detect.
  return is === 'detected' ? host.current?.failure == null : onlyForEcho;
}
