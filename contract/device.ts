/** The device as its peers see it: addresses, sockets, timeouts, and how each socket watches its peer. */
import type { ProtocolName } from './names.generated.ts';
import type { Promises, SocketPromises } from './promises.ts';
import type { PeerTrafficPlan } from './traffic.ts';
import type { WebsocketPlan } from './websocket.ts';

export interface NetworkPlan {
  /** The application gives the addresses when it starts; those of the plan are what the simulator's gives. Absent: the plan's. */
  readonly source?: 'application';
  readonly mac: readonly number[];
  readonly ip: readonly number[];
  readonly subnet: readonly number[];
  readonly gateway: readonly number[];
}

export interface RetransmissionPlan {
  readonly timeoutMs: number;
  readonly count: number;
  /** Register value, unit 100 µs. */
  readonly rtr: number;
  readonly rcr: number;
  /** The RCR + 1 waits, the first one RTR long. */
  readonly waitsMs: readonly number[];
  readonly tcpTimeoutMs: number;
  readonly arpTimeoutMs: number;
}

export interface KeepalivePlan {
  /** The tick and SEND_KEEP, or the chip's own timer. */
  readonly by: 'timer' | 'chip';
  readonly firstProbe: 'note' | 'at-NO_DATA_PERIOD';
  /** Seconds. */
  readonly NO_DATA_PERIOD: number;
  /** Seconds. */
  readonly KA_SEND_PERIOD: number;
  /** What the second counter begins with: 0, or KA_SEND_PERIOD − 1 for a first probe at NO_DATA_PERIOD. */
  readonly firstSendTick: number;
  /** Sn_KPALVTR, unit 5 s; null where the tick counts. */
  readonly kpalvtr: number | null;
  /**
   * After the last data; the one-second ticks run freely, so the first probe lies between these two. Equal where the chip
   * counts, and where milliseconds are counted from the poll that finds the data.
   */
  readonly firstProbeEarliestMs: number;
  readonly firstProbeLatestMs: number;
  /**
   * A due probe waits until so much time has passed since the last one of the connection, because the chip may still be
   * repeating that; null where the chip counts.
   */
  readonly holdMs: number | null;
  /** From probe to probe: KA_SEND_PERIOD, or the hold where that is longer. */
  readonly probeIntervalMs: number;
}

export interface ClientsPlan {
  /** Local ports that rotate are `firstPort` … `firstPort + portCount − 1`. */
  readonly firstPort: number;
  readonly portCount: number;
  /** From the MAC address, so that devices differ. */
  readonly seed: number;
}

/** Bytes of a message, as they are on the wire. */
export type MessagePlan = readonly number[];

/**
 * Beside probes: how a socket watches its peer, and what it says to it. The numbers of each method by its name; null: it
 * is not used.
 */
// biome-ignore lint/suspicious/noEmptyInterface: the folder of each method adds its own numbers
export interface WatchPlan {}

/** What the device watches of itself: the numbers of each method by its name; null: it is not used. */
// biome-ignore lint/suspicious/noEmptyInterface: the folder of each method adds its own numbers
export interface DeviceWatchPlan {}

export interface ClientPlan {
  readonly serverIp: readonly number[];
  readonly serverPort: number;
  /** Null: a rotating port. */
  readonly localPort: number | null;
  readonly firstMs: number;
  readonly maxMs: number;
  /** Growth of the waits and their jitter in 256ths: the firmware has no floating point. */
  readonly factor256: number;
  readonly jitter256: number;
}

export interface LoopPlan {
  /**
   * The user's loop calls again at most so long after a call has returned; null: the firmware has a main loop of its own,
   * or only watches.
   */
  readonly callEveryMs: number | null;
  /** What one transfer on SPI that does not move may add to a poll; null: the platform counts nothing for it. */
  readonly stuckMs: number | null;
  /** Every socket's Sn_IR and Sn_SR are read one socket each this many ms, whatever INTn says. */
  readonly sweepMs: number;
  /** How long the sweep takes to come round to the same socket. */
  readonly sweepRoundMs: number;
  /** The same at most: where the user's loop calls, a pause lies between two calls. */
  readonly longestRoundMs: number;
  /** How long an event in the chip, or a time that is over, typically waits until a poll handles it; 0: hardly at all. */
  readonly typicalWaitMs: number;
  /** Bytes that one poll moves for one socket at most. */
  readonly chunkBytes: number;
  /** The longest request of a WebSocket, which one poll reads whole; 0: there is none. */
  readonly requestBytes: number;
  /** Worst case from an event in the chip to its handling: tick or pause between two calls, sweep round, every socket's chunk in and out. */
  readonly worstPollMs: number;
  /** The longest time from one feeding of the watchdog to the next: a poll, and the tick or the pause until it begins. */
  readonly longestPollMs: number;
}

/** How keepwire watches sockets that the application serves. */
export interface WatchingPlan {
  /** The application calls at least so often. */
  readonly callEveryMs: number;
  /** From one look at a socket to the next, unless calls are rarer: what came and what is under way take turns. */
  readonly roundMs: number;
  /** From one look at what the chip has for all its sockets to the next. */
  readonly lookMs: number;
  /** What happens to a connection whose peer is gone. */
  readonly onDeath: 'close' | 'report';
  /** The application defines a lock. */
  readonly locks: boolean;
  /** So long after a probe or a SEND, as it is seen, the chip gives a connection up; a peer that resets it does so sooner. */
  readonly unansweredMs: number;
  /** Bytes on SPI in one call, at most. */
  readonly mostSpiBytes: number;
}

/** How long a socket may stay in a state in which it serves nobody; then it is closed and set up again. */
export interface LimitsPlan {
  /** In any state that the chip ends by itself: INIT, SYNSENT, SYNRECV, LAST_ACK, CLOSING, TIME_WAIT, unknown values. */
  readonly stateMs: number;
  /** From the device's own FIN, or its goodbye, to CLOSED. */
  readonly closeMs: number;
  /** From the end of a connection on, CLOSE and then OPEN may have no effect for so long; then the chip is reset. */
  readonly noEffectMs: number;
}

/** A hardware socket as its peers see it. */
export interface DeviceSocket {
  /** Of the chip. An application beside keepwire may have sockets below and between: no place in a list of sockets. */
  readonly number: number;
  readonly role: 'server' | 'client';
  /** Where a server listens; of a client, the fixed local port, or 0 for one that rotates. */
  readonly port: number;
  /** Null for a server. */
  readonly client: ClientPlan | null;
  /** Null: never probed. */
  readonly keepalive: KeepalivePlan | null;
  readonly watch: WatchPlan;
  /** What the loop does with received data. */
  readonly protocol: ProtocolName;
  /** Null: another protocol. */
  readonly websocket: WebsocketPlan | null;
  readonly peerTraffic: PeerTrafficPlan;
  readonly rxKiB: 1 | 2 | 4 | 8 | 16;
  readonly txKiB: 1 | 2 | 4 | 8 | 16;
  /**
   * W5200: absolute addresses of the socket's buffers (0xC000…, 0x8000…). Null on the W5500, which has none, and where the
   * application sets up the chip.
   */
  readonly rxBase: number | null;
  readonly txBase: number | null;
}

/** A socket, and what the plan promises for it. */
export interface SocketPlan extends DeviceSocket, SocketPromises {}

export interface DevicePlan {
  readonly name: string;
  readonly network: NetworkPlan;
  readonly retransmission: RetransmissionPlan;
  readonly limits: LimitsPlan;
  readonly watch: DeviceWatchPlan;
  /** How clients choose local ports and waits; null without clients. */
  readonly clients: ClientsPlan | null;
  /** The application can read how often connections ended and when data last came. */
  readonly counters: boolean;
  /** The application is told when there is room to send again. */
  readonly sentHook: boolean;
  readonly loop: LoopPlan;
  /** Null: keepwire serves the sockets itself. */
  readonly watching: WatchingPlan | null;
  /** One entry per hardware socket in use, in the order of their numbers (`count` is already spread out). */
  readonly sockets: readonly DeviceSocket[];
}

/** A device, and what the plan promises for it: what verdicts compare runs with. */
export interface WatchedDevice extends DevicePlan, Promises {
  readonly sockets: readonly SocketPlan[];
}
