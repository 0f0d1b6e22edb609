/** What sets the peers of a scenario apart: their kernels, and their applications' manners. */
import { type Nanos, NS_PER_S } from '../../clock.ts';
import { LINUX_KEEPALIVE, NODE_KEEPALIVE, type TcpConfig } from '../../host/config.ts';
import type { PeerSettings } from '../format/scenario.generated.ts';

export type PeerKind = PeerSettings['kind'];

/** Swoole's two settings. */
export interface IdleRule {
  readonly closeAfterNs: Nanos;
  readonly checkEveryNs: Nanos;
}

export interface Character {
  readonly kind: PeerKind;
  /** Its application knows the spec's protocol. */
  readonly speaks: boolean;
  /** Whom it hears nothing from for so long it closes; null: nobody. */
  readonly idle: IdleRule | null;
}

export const PLAIN: Character = { kind: 'plain', speaks: true, idle: null };

/** What the documentation of Swoole's server shows. */
const IDLE_TIME_S = 600;
const CHECK_INTERVAL_S = 60;

export function characterOf(peer: PeerSettings): Character {
  const { kind, speaks, heartbeatIdleTimeS = IDLE_TIME_S, heartbeatCheckIntervalS = CHECK_INTERVAL_S } = peer;
  const idle = { closeAfterNs: heartbeatIdleTimeS * NS_PER_S, checkEveryNs: heartbeatCheckIntervalS * NS_PER_S };
  return { kind, speaks, idle: kind === 'swoole' ? idle : null };
}

export function tcpOf({ kind }: Character): Partial<TcpConfig> {
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

/** Whether its kernel leaves the chips' probes, which carry an octet, unanswered. */
export function isDeafToProbes({ kind }: Character): boolean {
  return kind === 'answers-empty-probes-only';
}
