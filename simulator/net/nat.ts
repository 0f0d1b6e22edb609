import type { Clock, Nanos } from '../clock.ts';
import { ipText } from './address.ts';
import { encodeTcpFrame, type Frame } from './frame.ts';
import type { Ipv4Packet } from './ipv4.ts';
import { seq, seqAdd } from './seq.ts';
import { sequenceLength, type TcpSegment, tcpFlags } from './tcp.ts';

export interface NatOptions {
  readonly clock: Clock;
  /** A mapping expires after this time without a segment. */
  readonly forgetsAfterNs: Nanos;
  /** The answer to a segment without a mapping. */
  readonly answers: 'nothing' | 'rst';
  /** Who may open connections. Default: the peers. */
  readonly opensFrom?: 'peers' | 'both';
  /** A mapping has expired; the peer's side of it, as `192.168.1.10:49152`, and the device's port. */
  readonly onForgotten: (peer: string, devicePort: number) => void;
}

interface Mapping {
  lastNs: Nanos;
}

const TTL = 64;

type TcpFrame = Extract<Frame, { readonly kind: 'tcp' }>;

/**
 * A NAT router between the peers and the device. Only its table of mappings is modelled: a SYN of a host that may open
 * connections creates a mapping, which expires after `forgetsAfterNs` without a segment in either direction (RFC 5382
 * section 5). Segments without a mapping are dropped. Addresses and ports are not translated; FIN and RST end no mapping.
 */
export class Nat {
  readonly #options: NatOptions;
  readonly #mappings = new Map<string, Mapping>();

  constructor(options: NatOptions) {
    this.#options = options;
  }

  /** Whether the segment passes. A SYN of a host that may open connections always passes and creates a mapping. */
  passes({ ip, tcp }: TcpFrame, fromDevice: boolean): boolean {
    const key = keyOf(ip, tcp, fromDevice);
    const { nowNs } = this.#options.clock;
    const mapping = this.#mappings.get(key);
    if (mapping !== undefined) {
      mapping.lastNs = nowNs;
      return true;
    }
    const mayOpen = !fromDevice || (this.#options.opensFrom === 'both' && !tcp.flags.ack);
    if (!mayOpen || !tcp.flags.syn) return false;
    this.#mappings.set(key, { lastNs: nowNs });
    this.#watch(key, peerOf(ip, tcp, fromDevice), this.#options.forgetsAfterNs);
    return true;
  }

  /** The answer to the sender of a dropped segment; null for none. A RST gets no answer. */
  answerTo(frame: TcpFrame): Uint8Array | null {
    const { ethernet, ip, tcp } = frame;
    if (this.#options.answers === 'nothing' || tcp.flags.rst) return null;
    const envelope = {
      sourceMac: ethernet.destination,
      destinationMac: ethernet.source,
      sourceIp: ip.destination,
      destinationIp: ip.source,
      ttl: TTL,
      identification: 0,
    };
    return encodeTcpFrame(envelope, resetFor(tcp));
  }

  /** Checks again when the mapping would expire without further segments. */
  #watch(key: string, peer: Ends, afterNs: Nanos): void {
    const { clock, forgetsAfterNs, onForgotten } = this.#options;
    clock.after(afterNs, () => {
      const mapping = this.#mappings.get(key);
      if (mapping === undefined) return;
      const restNs = mapping.lastNs + forgetsAfterNs - clock.nowNs;
      if (restNs > 0) {
        this.#watch(key, peer, restNs);
        return;
      }
      this.#mappings.delete(key);
      onForgotten(peer.address, peer.devicePort);
    });
  }
}

/** RFC 9293 section 3.10.7.1. */
function resetFor(tcp: TcpSegment): TcpSegment {
  const acked = tcp.flags.ack;
  return {
    sourcePort: tcp.destinationPort,
    destinationPort: tcp.sourcePort,
    seq: acked ? tcp.ack : seq(0),
    ack: acked ? seq(0) : seqAdd(tcp.seq, sequenceLength(tcp)),
    flags: acked ? tcpFlags('rst') : tcpFlags('rst', 'ack'),
    window: 0,
    urgentPointer: 0,
    mss: null,
    payload: new Uint8Array(0),
  };
}

interface Ends {
  readonly address: string;
  readonly devicePort: number;
}

function peerOf({ source, destination }: Ipv4Packet, tcp: TcpSegment, fromDevice: boolean): Ends {
  return fromDevice
    ? { address: `${ipText(destination)}:${tcp.destinationPort}`, devicePort: tcp.sourcePort }
    : { address: `${ipText(source)}:${tcp.sourcePort}`, devicePort: tcp.destinationPort };
}

function keyOf({ source, destination }: Ipv4Packet, tcp: TcpSegment, fromDevice: boolean): string {
  return fromDevice
    ? `${ipText(destination)}:${tcp.destinationPort} ${tcp.sourcePort}`
    : `${ipText(source)}:${tcp.sourcePort} ${tcp.destinationPort}`;
}
