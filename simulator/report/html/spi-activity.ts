/** Bytes over SPI per slice of virtual time. */
import type { WiznetChip } from '../../chip/chip.ts';
import { type Clock, type Nanos, NS_PER_MS } from '../../clock.ts';

export interface SpiActivity {
  readonly bucketMs: number;
  /** Bytes in each bucket, the first from the start of the run. */
  readonly bytes: readonly number[];
}

export interface SpiCounter {
  /** The same chip with its bytes counted. */
  watch(chip: WiznetChip, clock: Clock): WiznetChip;
  activity(): SpiActivity;
}

/** When there would be more buckets, pairs of them are merged. */
const MOST_BUCKETS = 4096;

export function createSpiCounter(): SpiCounter {
  let bucketNs: Nanos = NS_PER_MS;
  let bytes: number[] = [];
  const count = (atNs: Nanos, length: number): void => {
    while (atNs >= bucketNs * MOST_BUCKETS) {
      bucketNs *= 2;
      bytes = halved(bytes);
    }
    const bucket = Math.floor(atNs / bucketNs);
    bytes[bucket] = (bytes[bucket] ?? 0) + length;
  };
  return {
    watch: (chip, clock) => ({
      select: () => chip.select(),
      deselect: () => chip.deselect(),
      reset: (level) => chip.reset(level),
      exchange: (mosi) => {
        count(clock.nowNs, mosi.length);
        return chip.exchange(mosi);
      },
      exchangeByte: (mosi) => {
        count(clock.nowNs, 1);
        return chip.exchangeByte(mosi);
      },
      get interrupt() {
        return chip.interrupt;
      },
    }),
    activity: () => ({ bucketMs: bucketNs / NS_PER_MS, bytes: Array.from(bytes, (value) => value ?? 0) }),
  };
}

function halved(values: readonly number[]): number[] {
  return Array.from(
    { length: Math.ceil(values.length / 2) },
    (_, index) => (values[2 * index] ?? 0) + (values[2 * index + 1] ?? 0),
  );
}
