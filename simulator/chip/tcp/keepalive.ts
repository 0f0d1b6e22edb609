import type { Nanos, Timer } from '../../clock.ts';
import { NS_PER_S } from '../../clock.ts';
import { type Seq, seqAdd, seqBefore } from '../../net/seq.ts';
import { SR } from '../registers/states.ts';
import type { Socket } from '../sockets/socket.ts';
import type { Connection } from './connection.ts';
import { sendSegment } from './output.ts';
import { Retry } from './retry.ts';

/** Sn_KPALVTR counts 5 s. */
const TIMER_UNIT_NS = 5 * NS_PER_S;

/**
 * SEND_KEEP, and the W5500's keepalive timer. A probe is one octet at SND.NXT − 1, which the peer has already: it answers
 * with an ACK of SND.NXT (RFC 9293 section 3.8.4). An unanswered probe is repeated by RTR and RCR, then the socket closes
 * with TIMEOUT. Data sent meanwhile has its own retries; an ACK of that data answers the probe too.
 */
export class Keepalive {
  readonly #socket: Socket;
  readonly #connection: Connection;
  readonly #retry: Retry;
  /** What an answer must acknowledge; null while no probe is out. */
  #awaited: Seq | null = null;
  #automatic = false;
  #period: Timer | null = null;

  constructor(socket: Socket, connection: Connection) {
    this.#socket = socket;
    this.#connection = connection;
    this.#retry = new Retry(socket.core.clock, {
      waitNs: (attempt) => this.#waitNs(attempt),
      limit: () => socket.retransmissionLimit,
      again: (attempt) => this.#transmit(attempt),
      giveUp: () => socket.timeOut(),
    });
  }

  /** The command SEND_KEEP. */
  sendKeep(): void {
    const { switches } = this.#socket.core;
    if (this.#periodNs > 0) return; // the W5500 ignores the command while its own timer is on
    if (!this.#exchanged && switches.keepaliveBeforeData === 'nothing') return;
    if (this.#awaited !== null && switches.sendKeepWhileProbing === 'ignored') return;
    this.#probe(false);
  }

  /** The peer acknowledged `ack`, in whatever segment. */
  acknowledged(ack: Seq): void {
    if (this.#awaited === null || seqBefore(ack, this.#awaited) || seqBefore(this.#connection.sndNxt, ack)) return;
    this.#awaited = null;
    this.#retry.stop();
    this.#socket.core.report({ kind: 'probe-answered', socket: this.#socket.number });
    this.#armPeriod();
  }

  /** Data was sent or received. */
  traffic(): void {
    if (this.#period === null || this.#socket.core.switches.autoKeepaliveRestartsOnTraffic) this.#armPeriod();
  }

  /** Sn_KPALVTR was written. */
  configure(): void {
    this.#armPeriod();
  }

  stop(): void {
    this.#retry.stop();
    this.#period?.cancel();
    this.#period = null;
  }

  get #exchanged(): boolean {
    const { dataSent, dataReceived } = this.#connection;
    return dataSent || (dataReceived && this.#socket.core.switches.keepaliveNeeds === 'sent-or-received');
  }

  /** 0 while the timer is off or the chip has none. */
  get #periodNs(): Nanos {
    const at = this.#socket.core.model.keepaliveTimerAt;
    return at === null ? 0 : this.#socket.byte(at) * TIMER_UNIT_NS;
  }

  #armPeriod(): void {
    this.#period?.cancel();
    this.#period = null;
    const periodNs = this.#periodNs;
    if (periodNs === 0 || !this.#exchanged || this.#socket.state !== SR.ESTABLISHED) return;
    this.#period = this.#socket.core.clock.after(periodNs, () => {
      this.#period = null;
      if (this.#awaited !== null || this.#socket.state !== SR.ESTABLISHED) return;
      // Data under way has retries of its own (RFC 1122 section 4.2.3.6: only on connections without data outstanding).
      if (this.#connection.sendEnd === null && this.#connection.inFlight === 0) this.#probe(true);
      else this.#armPeriod();
    });
  }

  #probe(automatic: boolean): void {
    this.#automatic = automatic;
    this.#awaited = this.#connection.sndNxt;
    this.#retry.start();
    this.#transmit(0);
  }

  #transmit(attempt: number): void {
    const { core, number } = this.#socket;
    const { probeOctet } = core.switches;
    const octet = probeOctet === 'last-sent' ? this.#connection.lastOctetSent : probeOctet;
    core.report({ kind: 'probe', socket: number, attempt });
    sendSegment(this.#socket, this.#connection, {
      flags: ['ack'],
      seq: seqAdd(this.#awaited ?? this.#connection.sndNxt, -1),
      payload: Uint8Array.of(octet),
    });
  }

  #waitNs(attempt: number): Nanos {
    const byPeriod = this.#automatic && this.#socket.core.switches.autoKeepaliveRetries === 'period';
    const periodNs = this.#periodNs;
    return byPeriod && periodNs > 0 ? periodNs : this.#socket.waitNs(attempt);
  }
}
