import type { TcpSegment } from '../../simulator/net/tcp.ts';
import type { ChipDriver, ChipName } from './driver.ts';
import { rig, type Segment } from './rig.ts';

/**
 * What one has of a chip on a table: its pins, its wire, a stop watch. The tests in `board/` use nothing else, so that
 * they could be put to silicon: by another {@link bench}, with an SPI adapter, a network interface and time in real.
 */
export interface Bench {
  readonly driver: ChipDriver;
  /** TCP segments that the chip has sent, oldest first, and when. */
  readonly segments: () => (TcpSegment & { readonly atNs: number })[];
  /** A frame arrives at the chip now. */
  inject(frame: Uint8Array): void;
  /** A segment from the peer arrives now. */
  peer(segment: Segment): void;
  readonly nowNs: number;
  wait(ns: number): void;
  /** Of the cable. */
  linkUp: boolean;
  /** What was asked of the chip that its datasheet does not allow, by rule; null on a bench that cannot know. */
  violations(): readonly string[] | null;
}

/** Right after power-up and hardware reset, with the device's addresses set and no socket open. */
export function bench(name: ChipName): Bench {
  return rig(name);
}

/** As {@link bench}, with no register written yet. */
export function freshBench(name: ChipName): Bench {
  const on = rig(name, { started: false });
  on.driver.powerUp();
  return on;
}
