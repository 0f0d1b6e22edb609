import { Clock } from '../../simulator/clock.ts';
import type { TcpConfig } from '../../simulator/host/config.ts';
import type { Connection } from '../../simulator/host/connection.ts';
import { Peer } from '../../simulator/host/peer.ts';
import { type AttachedPort, Link, type LinkOptions } from '../../simulator/net/link.ts';
import type { TimelineEvent } from '../../simulator/timeline.ts';

export const SERVER_PORT = 5000;
/** Two hosts that answer each other's answers would otherwise never let a test end. */
const EVENT_LIMIT = 20_000;

export interface PairOptions extends Omit<Partial<LinkOptions>, 'clock' | 'report'> {
  readonly server?: Partial<TcpConfig>;
  readonly client?: Partial<TcpConfig>;
  readonly serverIss?: number;
  readonly clientIss?: number;
}

/** Two peers on one link. The server is attached first: it is what `cut` isolates. */
export interface Pair {
  readonly clock: Clock;
  readonly link: Link;
  readonly server: Peer;
  readonly client: Peer;
  readonly serverPort: AttachedPort;
  readonly clientPort: AttachedPort;
  readonly events: readonly TimelineEvent[];
  /** `client connected`, `server received` … in order. */
  readonly noticed: () => readonly string[];
  /** Summaries of TCP frames without addresses and ports, as `client [SYN] seq=0 len=0`; relative to nothing. */
  readonly segments: () => readonly string[];
  readonly run: (forNs: number) => void;
}

export function pairOf(options: PairOptions = {}): Pair {
  const clock = new Clock();
  const events: TimelineEvent[] = [];
  const report = (event: TimelineEvent extends infer E ? Omit<E, 'atNs'> : never): void => {
    if (events.length > EVENT_LIMIT) throw new Error('the peers do not come to rest');
    events.push({ ...event, atNs: clock.nowNs } as TimelineEvent);
  };
  const { server: serverTcp, client: clientTcp, serverIss, clientIss, ...linkOptions } = options;
  const link = new Link({ ...linkOptions, clock, report });
  const serverPort = link.attach('server');
  const clientPort = link.attach('client');
  const peerOf = (name: string, port: AttachedPort, last: number, tcp?: Partial<TcpConfig>, firstIss?: number) =>
    new Peer({
      name,
      clock,
      port,
      report,
      mac: Uint8Array.of(2, 0, 0, 0, 0, last),
      ip: Uint8Array.of(192, 168, 1, last),
      ...(options.seed === undefined ? {} : { seed: options.seed }),
      ...(tcp === undefined ? {} : { tcp }),
      ...(firstIss === undefined ? {} : { firstIss }),
    });
  return {
    clock,
    link,
    serverPort,
    clientPort,
    events,
    server: peerOf('server', serverPort, 20, serverTcp, serverIss),
    client: peerOf('client', clientPort, 10, clientTcp, clientIss),
    noticed: () => events.flatMap((event) => (event.kind === 'peer' ? [`${event.peer} ${event.what}`] : [])),
    segments: () =>
      events.flatMap((event) =>
        event.kind === 'frame' && event.summary.startsWith('TCP')
          ? [`${event.from} ${event.summary.slice(event.summary.indexOf('['))}${event.lost ? ` ${event.lost}` : ''}`]
          : [],
      ),
    run: (forNs) => clock.advanceTo(clock.nowNs + forNs),
  };
}

export interface Connected extends Pair {
  /** The client's end and the server's end of one connection. */
  readonly near: Connection;
  readonly far: Connection;
}

/** A pair with one established connection; a millisecond has passed. */
export function connectedPair(options: PairOptions = {}): Connected {
  const pair = pairOf(options);
  let far: Connection | undefined;
  pair.server.listen(SERVER_PORT, (connection) => {
    far = connection;
  });
  const near = pair.client.connect(pair.server.ip, SERVER_PORT);
  pair.run(1_000_000);
  if (far === undefined || near.state !== 'ESTABLISHED') throw new Error('the handshake did not complete');
  return { ...pair, near, far };
}
