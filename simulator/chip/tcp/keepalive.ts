/**
 * SEND_KEEP, and the W5500's keepalive timer. A probe is one octet at SND.NXT − 1. The peer has acknowledged this octet
 * before, so it answers with an ACK of SND.NXT (RFC 9293 section 3.8.4). An unanswered probe is repeated by RTR and RCR,
 * then the socket closes with TIMEOUT. Data sent meanwhile has its own retries; an ACK of that data answers the probe too.
 */
import type { Nanos } from '../../clock.ts';
import { type Seq, seqAdd, seqBefore } from '../../net/seq.ts';
import { SN_IR } from '../registers/socket.ts';
import { SR } from '../registers/states.ts';
import type { ChipConnection } from './connection.ts';
import type { TcpContext } from './context.ts';
import { sendSegment } from './segment.ts';

/** The command SEND_KEEP. */
export function sendKeep(tcp: TcpContext, connection: ChipConnection): void {
  const { switches } = tcp;
  if (tcp.keepalivePeriodNs > 0) return; // the W5500 ignores the command while its own timer is on
  if (!hasExchanged(tcp, connection) && switches.keepaliveBeforeData === 'nothing') return;
  if (connection.probeAwaits !== null && switches.sendKeepWhileProbing === 'ignored') return;
  probe(tcp, connection, false);
}

/** The peer acknowledged `ack`, in whatever segment. */
export function answerProbe(tcp: TcpContext, connection: ChipConnection, ack: Seq): void {
  const { probeAwaits } = connection;
  if (probeAwaits === null || seqBefore(ack, probeAwaits) || seqBefore(connection.sndNxt, ack)) return;
  connection.probeAwaits = null;
  connection.probeRetry.stop();
  tcp.report({ kind: 'probe-answered' });
  if (tcp.switches.sendKeepSendok && !connection.probeIsAutomatic) tcp.raise(SN_IR.SENDOK);
  armKeepaliveTimer(tcp, connection);
}

/** Data was sent or received. */
export function noteTraffic(tcp: TcpContext, connection: ChipConnection): void {
  if (connection.keepaliveTimer === null || tcp.switches.autoKeepaliveRestartsOnTraffic) {
    armKeepaliveTimer(tcp, connection);
  }
}

/** Restarts the keepalive timer, or stops it: also after Sn_KPALVTR was written. */
export function armKeepaliveTimer(tcp: TcpContext, connection: ChipConnection): void {
  connection.keepaliveTimer?.cancel();
  connection.keepaliveTimer = null;
  const periodNs = tcp.keepalivePeriodNs;
  if (periodNs === 0 || !hasExchanged(tcp, connection) || tcp.state !== SR.ESTABLISHED) return;
  connection.keepaliveTimer = tcp.clock.after(periodNs, () => {
    connection.keepaliveTimer = null;
    if (connection.probeAwaits !== null || tcp.state !== SR.ESTABLISHED) return;
    // Data in flight has retries of its own (RFC 1122 section 4.2.3.6: only on connections without data outstanding).
    if (connection.sendEnd === null && connection.inFlight === 0) probe(tcp, connection, true);
    else armKeepaliveTimer(tcp, connection);
  });
}

/** Sends the probe in progress; `attempt` 0 is the first transmission. */
export function transmitProbe(tcp: TcpContext, connection: ChipConnection, attempt: number): void {
  const { probeOctet } = tcp.switches;
  const octet = probeOctet === 'last-sent' ? connection.lastOctetSent : probeOctet;
  tcp.report({ kind: 'probe', attempt });
  sendSegment(tcp, connection, {
    flags: ['ack'],
    seq: seqAdd(connection.probeAwaits ?? connection.sndNxt, -1),
    payload: Uint8Array.of(octet),
  });
}

/** The wait after transmission number `attempt` of a probe. */
export function probeWaitNs(tcp: TcpContext, connection: ChipConnection, attempt: number): Nanos {
  const byPeriod = connection.probeIsAutomatic && tcp.switches.autoKeepaliveRetries === 'period';
  const periodNs = tcp.keepalivePeriodNs;
  return byPeriod && periodNs > 0 ? periodNs : tcp.timing.waitNs(attempt);
}

function probe(tcp: TcpContext, connection: ChipConnection, isAutomatic: boolean): void {
  connection.probeIsAutomatic = isAutomatic;
  connection.probeAwaits = connection.sndNxt;
  connection.probeRetry.start();
  transmitProbe(tcp, connection, 0);
}

function hasExchanged(tcp: TcpContext, { dataSent, dataReceived }: ChipConnection): boolean {
  return dataSent || (dataReceived && tcp.switches.keepaliveNeeds === 'sent-or-received');
}
