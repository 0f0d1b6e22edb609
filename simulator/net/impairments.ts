/** Random impairments of frames on the wire, drawn from a seed. */
import { type Nanos, NS_PER_MS } from '../clock.ts';
import type { Direction } from '../direction.ts';
import { type Random, randomFrom } from '../random.ts';

/** Rates are probabilities per frame, 0…1. */
export interface Impairments {
  readonly lossRate: number;
  /** The frame arrives a second time, right after the first. */
  readonly duplicateRate: number;
  /** The frame is held back by {@link HELD_BACK_NS}, so that frames sent in the meantime overtake it. */
  readonly reorderRate: number;
  /**
   * Some bits of one byte after the Ethernet header are flipped, as in a switch's memory: the FCS is computed afterwards,
   * so only the checksums of IP, ICMP and TCP detect it. ARP has no checksum and is never corrupted.
   */
  readonly corruptRate: number;
  /** On top of the link's latency. */
  readonly delayNs: Nanos;
  /** The largest additional delay, drawn per frame; frames keep their order, as in a queue. */
  readonly jitterNs: Nanos;
}

export const UNIMPAIRED: Impairments = {
  lossRate: 0,
  duplicateRate: 0,
  reorderRate: 0,
  corruptRate: 0,
  delayNs: 0,
  jitterNs: 0,
};

export const HELD_BACK_NS = 5 * NS_PER_MS;

/** What happened to a frame that was not lost. */
export type Impairment = 'corrupted' | 'duplicated' | 'reordered';

/** One frame's passage through the wire. */
export interface Passage {
  /** As it arrives: the sender's own array, or a changed copy. */
  readonly bytes: Uint8Array;
  readonly delayNs: Nanos;
  readonly impaired: readonly Impairment[];
}

const ETHERNET_HEADER_BYTES = 14;
const ETHERTYPE_IPV4 = 0x0800;
/** Separates these random numbers from those of losses, so that switching one on does not change the others. */
const STREAM = 0x696d_7061;

/** Draws the impairments of frames. An impairment that is off draws no random number. */
export class Impairer {
  readonly #random: Random;
  /** When the last frame that was not held back arrives, per direction: none overtakes it. */
  readonly #lastNs: Record<Direction, Nanos> = { 'to-device': 0, 'from-device': 0 };

  constructor(seed: number) {
    this.#random = randomFrom(seed ^ STREAM);
  }

  pass(frame: Uint8Array, direction: Direction, wire: Impairments, nowNs: Nanos, latencyNs: Nanos): Passage {
    const isCorrupted = isIpv4(frame) && this.#happens(wire.corruptRate);
    const bytes = isCorrupted ? this.#corrupted(frame) : frame;
    const isDuplicated = this.#happens(wire.duplicateRate);
    const isReordered = this.#happens(wire.reorderRate);
    const jitterNs = wire.jitterNs > 0 ? Math.floor(this.#random.unit() * wire.jitterNs) : 0;
    const wantedNs = nowNs + latencyNs + wire.delayNs + jitterNs;
    const arrivesNs = isReordered ? wantedNs + HELD_BACK_NS : Math.max(wantedNs, this.#lastNs[direction]);
    if (!isReordered) this.#lastNs[direction] = arrivesNs;
    const impaired: Impairment[] = [];
    if (isCorrupted) impaired.push('corrupted');
    if (isDuplicated) impaired.push('duplicated');
    if (isReordered) impaired.push('reordered');
    return { bytes, delayNs: arrivesNs - nowNs, impaired };
  }

  #happens(rate: number): boolean {
    return rate > 0 && this.#random.unit() < rate;
  }

  /** A change of one byte always changes an Internet checksum (RFC 1071): its weight is not a multiple of 0xFFFF. */
  #corrupted(frame: Uint8Array): Uint8Array {
    const bytes = frame.slice();
    const at = ETHERNET_HEADER_BYTES + Math.floor(this.#random.unit() * (bytes.length - ETHERNET_HEADER_BYTES));
    const flipped = 1 + Math.floor(this.#random.unit() * 0xff);
    bytes[at] = (bytes[at] ?? 0) ^ flipped;
    return bytes;
  }
}

function isIpv4(frame: Uint8Array): boolean {
  return frame.length > ETHERNET_HEADER_BYTES && (((frame[12] ?? 0) << 8) | (frame[13] ?? 0)) === ETHERTYPE_IPV4;
}
