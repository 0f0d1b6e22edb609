import { GrowingBytes, joined } from '../bytes.ts';
import type { Clock, Timer } from '../clock.ts';
import { ipText } from '../net/address.ts';
import type { TcpSegment } from '../net/tcp.ts';
import type { PeerEvent } from '../timeline.ts';
import { arrive } from './arrive.ts';
import { deadline } from './deadline.ts';
import { keepaliveDue, keepaliveDueNs } from './keepalive.ts';
import { output } from './output.ts';
import { type Outgoing, resetSegment, type Signal, type TcpStep } from './step.ts';
import { closedTcb, emptySegmentSeq, receiveWindow, type Tcb, type TcpState } from './tcb.ts';

/** Both ends of a connection. */
export interface ConnectionEnds {
  readonly localIp: Uint8Array;
  readonly localPort: number;
  readonly remoteIp: Uint8Array;
  readonly remotePort: number;
}

/** What a connection needs of its host. */
export interface ConnectionHost {
  readonly clock: Clock;
  readonly transmit: (segment: Outgoing) => void;
  readonly report: (what: PeerEvent, text: string) => void;
  /** The connection has reached CLOSED; its port is free again. */
  readonly ended: (connection: Connection) => void;
}

/** A TCP connection of a scripted peer, as its application sees it. Hooks are called after the segments are sent. */
export class Connection {
  readonly ends: ConnectionEnds;
  onConnected: (() => void) | undefined;
  /** The bytes that have just become part of {@link received}. */
  onReceived: ((bytes: Uint8Array) => void) | undefined;
  /** The other side has closed its half: nothing more will be received. Our half stays open until {@link close}. */
  onClosed: (() => void) | undefined;
  /** The other side reset the connection, or refused it. */
  onReset: (() => void) | undefined;
  /** The application does not read, and the receive buffer is full: the window is closed. */
  onWindowShut: (() => void) | undefined;
  /** Timed out: the other side no longer answers. */
  onTimeout: (() => void) | undefined;

  readonly #host: ConnectionHost;
  #tcb: Tcb;
  #timer: Timer | null = null;
  #unread: Uint8Array[] = [];
  readonly #received = new GrowingBytes();
  #autoRead = true;

  /** Created by the peer; sends its SYN, or the answer to one, at once. */
  constructor(ends: ConnectionEnds, host: ConnectionHost, tcb: Tcb) {
    this.ends = ends;
    this.#host = host;
    this.#tcb = tcb;
    this.#send();
  }

  get state(): TcpState {
    return this.#tcb.state;
  }

  /** Everything that the application has read so far. */
  get received(): Uint8Array {
    return this.#received.all;
  }

  /** Bytes sent by the application and not yet acknowledged by the other side. */
  get unacknowledgedBytes(): number {
    return this.#tcb.outgoing.length;
  }

  /** Its application has closed it, or nothing can be sent on it any more. */
  get isClosing(): boolean {
    const { finQueued, state } = this.#tcb;
    return finQueued || !['SYN-SENT', 'SYN-RECEIVED', 'ESTABLISHED', 'CLOSE-WAIT'].includes(state);
  }

  /**
   * While false the application does not read: received data fills the receive buffer, and the window closes. Setting it
   * to true reads the waiting data and opens the window again.
   */
  get autoRead(): boolean {
    return this.#autoRead;
  }

  set autoRead(on: boolean) {
    this.#autoRead = on;
    if (!on || this.#unread.length === 0) return;
    const chunks = this.#read();
    this.#send();
    this.#deliver(chunks);
  }

  /** Queues bytes; they are sent as the window allows. Throws if this side has closed the connection. */
  send(bytes: Uint8Array): void {
    if (this.isClosing) throw new Error(`${this.#text()}: send after close`);
    this.#tcb = { ...this.#tcb, outgoing: joined([this.#tcb.outgoing, bytes]) };
    this.#send();
  }

  /** Sends a FIN after everything queued. Calling it again changes nothing. */
  close(): void {
    if (this.isClosing) return;
    this.#tcb = this.#tcb.state === 'SYN-SENT' ? closedTcb(this.#tcb) : { ...this.#tcb, finQueued: true };
    this.#send();
  }

  /** Sends a RST and forgets the connection (RFC 9293 section 3.10.5). No hook is called. */
  abort(): void {
    const { state, rcvNxt } = this.#tcb;
    if (state !== 'CLOSED' && state !== 'SYN-SENT' && state !== 'TIME-WAIT') {
      this.#host.transmit(resetSegment(emptySegmentSeq(this.#tcb), rcvNxt));
    }
    this.vanish();
  }

  /** Forgets the connection and sends nothing, as after a power failure. */
  vanish(): void {
    this.#tcb = closedTcb(this.#tcb);
    this.#send();
  }

  /** A segment for this connection has arrived. */
  segmentArrives(segment: TcpSegment): void {
    this.#take(arrive(this.#tcb, segment, this.#host.clock.nowNs));
  }

  #take(step: TcpStep, force = false): void {
    const wasOpen = receiveWindow(this.#tcb) > 0;
    this.#tcb = step.tcb;
    if (step.before !== undefined) this.#host.transmit(step.before);
    for (const signal of step.signals) if (signal.kind === 'received') this.#unread.push(signal.bytes);
    const chunks = this.#autoRead ? this.#read() : [];
    this.#send(force);
    for (const signal of step.signals) if (signal.kind === 'connected') this.#signal(signal);
    this.#deliver(chunks);
    if (wasOpen && receiveWindow(this.#tcb) === 0) this.onWindowShut?.();
    for (const signal of step.signals) if (signal.kind !== 'connected') this.#signal(signal);
  }

  /** Empties the receive buffer, and announces a window that is no longer small (RFC 9293 section 3.8.6.2.2). */
  #read(): readonly Uint8Array[] {
    const chunks = this.#unread;
    this.#unread = [];
    const tcb: Tcb = { ...this.#tcb, unreadBytes: 0 };
    const { receiveBufferBytes, mssBytes } = tcb.config;
    const grownBytes = receiveWindow(tcb) - receiveWindow(this.#tcb);
    const wasSmall = tcb.announcedWindow < Math.min(receiveBufferBytes / 2, mssBytes);
    this.#tcb = { ...tcb, ackNow: tcb.ackNow || (wasSmall && grownBytes > 0) };
    return chunks;
  }

  #deliver(chunks: readonly Uint8Array[]): void {
    for (const bytes of chunks) {
      this.#received.add(bytes);
      this.#host.report('received', `${bytes.length} bytes from ${this.#text()}`);
      this.onReceived?.(bytes);
    }
  }

  #signal(signal: Signal): void {
    switch (signal.kind) {
      case 'received':
        return;
      case 'connected':
        this.#host.report('connected', this.#text());
        this.onConnected?.();
        return;
      case 'closed':
        this.#host.report('closed', this.#text());
        this.onClosed?.();
        return;
      case 'timeout':
        this.#host.report('timeout', this.#text());
        this.onTimeout?.();
        return;
      case 'reset':
      case 'refused':
        this.#host.report(signal.kind, this.#text());
        this.onReset?.();
        return;
      default:
        signal satisfies never;
    }
  }

  /** Sends everything that may be sent, and sets the timer for the TCB's next deadline. */
  #send(force = false): void {
    const { tcb, segments } = output(this.#tcb, this.#host.clock.nowNs, force);
    this.#tcb = tcb;
    for (const segment of segments) this.#host.transmit(segment);
    const dueNs = tcb.dueNs ?? keepaliveDueNs(tcb);
    if (this.#timer?.dueNs !== dueNs) {
      this.#timer?.cancel();
      this.#timer = dueNs === null ? null : this.#host.clock.at(dueNs, () => this.#timerDue());
    }
    if (tcb.state === 'CLOSED') this.#host.ended(this);
  }

  #timerDue(): void {
    this.#timer = null;
    if (this.#tcb.dueNs === null) this.#take(keepaliveDue(this.#tcb));
    else this.#take(deadline(this.#tcb), true);
  }

  #text(): string {
    const { localPort, remoteIp, remotePort } = this.ends;
    return `${ipText(remoteIp)}:${remotePort} on port ${localPort}`;
  }
}
