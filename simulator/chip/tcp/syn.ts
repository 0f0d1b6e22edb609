import { SR } from '../registers/states.ts';
import type { ChipConnection } from './connection.ts';
import type { TcpContext } from './context.ts';
import { sendSegment } from './segment.ts';

/** Sn_MSSR: TCP's default and maximum on both chips. */
const MAX_MSS = 1460;
/** RFC 9293 section 3.7.1: assumed when the peer's SYN has no MSS option. */
const DEFAULT_PEER_MSS = 536;

/** SYN, or SYN/ACK once the peer's SYN is known. */
export function sendSyn(tcp: TcpContext, connection: ChipConnection): void {
  const flags = tcp.state === SR.SYNRECV ? (['syn', 'ack'] as const) : (['syn'] as const);
  sendSegment(tcp, connection, { flags, seq: connection.sndUna, mss: ownMss(tcp) });
}

/** The largest payload that both ends take; `peerMss` is null without an MSS option. */
export function agreedMss(tcp: TcpContext, peerMss: number | null): number {
  return Math.max(Math.min(ownMss(tcp), peerMss ?? DEFAULT_PEER_MSS), 1);
}

/** Sn_MSSR holds what the host wrote; the model never overwrites it with the agreed value. */
function ownMss({ wantedMss }: TcpContext): number {
  return wantedMss === 0 ? MAX_MSS : Math.min(wantedMss, MAX_MSS);
}
