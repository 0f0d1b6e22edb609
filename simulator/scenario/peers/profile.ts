/** What distinguishes the peers of a scenario: their kernels, and how their applications behave. */
import { type Nanos, NS_PER_S } from '../../clock.ts';
import { LINUX_KEEPALIVE, NODE_KEEPALIVE, type TcpConfig } from '../../host/config.ts';
import type { PeerSettings } from '../format/scenario.generated.ts';
import { habitsOf, type WebsocketHabits } from './websocket-habits.ts';

export type PeerKind = PeerSettings['kind'];

/** Swoole's two settings. */
export interface IdleRule {
  readonly closeAfterNs: Nanos;
  readonly checkEveryNs: Nanos;
}

export interface PeerProfile {
  readonly kind: PeerKind;
  /** Its application knows the spec's protocol. */
  readonly speaks: boolean;
  /** When it closes silent connections; null: never. */
  readonly idle: IdleRule | null;
  readonly websocket: WebsocketHabits;
}

export const PLAIN_PROFILE: PeerProfile = {
  ...{ kind: 'plain', speaks: true, idle: null },
  websocket: habitsOf('plain'),
};

/** The values in the documentation of Swoole's server. */
const IDLE_TIME_S = 600;
const CHECK_INTERVAL_S = 60;

export function profileOf(peer: PeerSettings): PeerProfile {
  const { kind, speaks, heartbeatIdleTimeS = IDLE_TIME_S, heartbeatCheckIntervalS = CHECK_INTERVAL_S } = peer;
  const idle = { closeAfterNs: heartbeatIdleTimeS * NS_PER_S, checkEveryNs: heartbeatCheckIntervalS * NS_PER_S };
  return { kind, speaks, idle: kind === 'swoole' ? idle : null, websocket: habitsOf(kind) };
}

export function tcpOf({ kind }: PeerProfile): Partial<TcpConfig> {
  switch (kind) {
    case 'linux-keepalive':
      return { keepalive: LINUX_KEEPALIVE };
    case 'node-keepalive':
      return { keepalive: NODE_KEEPALIVE };
    case 'answers-octet-probes-only':
      return { answersProbes: 'with-octet' };
    case 'answers-empty-probes-only':
      return { answersProbes: 'empty' };
    default:
      return {};
  }
}

/** Whether its kernel does not answer the chips' probes, which carry an octet. */
export function isDeafToProbes({ kind }: PeerProfile): boolean {
  return kind === 'answers-empty-probes-only';
}
