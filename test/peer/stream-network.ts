/** Byte streams between a peer and devices of the test's own, in virtual time. Stands in for TCP of the operating system. */
import type { PeerClock } from '../../peer/environment/clock.ts';
import {
  type ConnectHandlers,
  ListenError,
  type TcpAddress,
  type TcpSocket,
  type Transport,
} from '../../peer/environment/transport.ts';
import { Clock, NS_PER_MS } from '../../simulator/clock.ts';
import { type DeviceEnd, StreamConnection } from './stream-connection.ts';
import { virtualPeerClock } from './virtual-peer-clock.ts';

/** From one end to the other. */
export const LATENCY_MS = 1;

/** What a device does with a connection, the first being number 1. */
export type Serve = (socket: DeviceEnd, number: number) => void;

export interface ListeningDevice {
  /** Its connections so far. */
  readonly sockets: readonly DeviceEnd[];
  /** Listens no more; connections stay. */
  close(): void;
}

export class StreamNetwork {
  readonly clock = new Clock();
  readonly peerClock: PeerClock = virtualPeerClock(this.clock);
  readonly transport: Transport = {
    connect: (to, handlers) => this.#connect(to, handlers),
    listen: async (on, accept) => this.#listen(on, accept),
  };
  /** While true nothing arrives. TCP repeats data after it, so it is delivered then; a SYN is lost. */
  isCut = false;
  readonly #devices = new Map<number, { readonly serve: Serve; readonly sockets: DeviceEnd[] }>();
  readonly #peers = new Map<number, (socket: TcpSocket) => void>();
  #undelivered: (() => void)[] = [];
  #connections = 0;

  /** A device that listens on a port. */
  device(port: number, serve: Serve = () => {}): ListeningDevice {
    const sockets: DeviceEnd[] = [];
    this.#devices.set(port, { serve, sockets });
    return { sockets, close: () => void this.#devices.delete(port) };
  }

  /** A device that connects to the peer, which must listen. */
  dial(port: number): DeviceEnd {
    const accept = this.#peers.get(port);
    if (accept === undefined) throw new Error(`nothing listens on port ${port}`);
    const { peer, device } = this.#newConnection({ host: '127.0.0.1', port });
    accept(peer);
    return device;
  }

  /** Ends the cut. */
  mend(): void {
    this.isCut = false;
    for (const arrive of this.#undelivered.splice(0)) arrive();
  }

  /** Calls `act` after some virtual time. */
  later(ms: number, act: () => void): void {
    this.clock.after(ms * NS_PER_MS, act);
  }

  #connect(to: TcpAddress, { connected, failed }: ConnectHandlers): { cancel(): void } {
    let isCancelled = false;
    this.later(2 * LATENCY_MS, () => {
      if (this.isCut || isCancelled) return;
      const listening = this.#devices.get(to.port);
      if (listening === undefined) {
        failed('refused');
        return;
      }
      const { peer, device } = this.#newConnection(to);
      connected(peer);
      listening.sockets.push(device);
      listening.serve(device, listening.sockets.length);
    });
    return {
      cancel: () => {
        isCancelled = true;
      },
    };
  }

  #listen(on: TcpAddress, accept: (socket: TcpSocket) => void): { close(): void } {
    if (this.#peers.has(on.port) || this.#devices.has(on.port)) throw new ListenError(on, 'EADDRINUSE', 'in use');
    this.#peers.set(on.port, accept);
    return { close: () => void this.#peers.delete(on.port) };
  }

  #newConnection({ host, port }: TcpAddress): StreamConnection {
    const deliver = (arrive: () => void): void =>
      this.later(LATENCY_MS, () => {
        if (this.isCut) this.#undelivered.push(arrive);
        else arrive();
      });
    return new StreamConnection(deliver, `127.0.0.1:${40_000 + this.#connections++}`, `${host}:${port}`);
  }
}
