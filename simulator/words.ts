/** Numbers in sentences. */
import { type Nanos, NS_PER_MS, NS_PER_S } from './clock.ts';

/** A moment or a promised duration: seconds with milliseconds, `41.250 s`. */
export function timeText(ns: Nanos): string {
  return `${(ns / NS_PER_S).toFixed(3)} s`;
}

/** A measured duration: as {@link timeText}, but milliseconds with tenths if it is shorter than a second. */
export function span(ns: Nanos): string {
  return ns < NS_PER_S ? `${(ns / NS_PER_MS).toFixed(1)} ms` : timeText(ns);
}

/** `1 byte`, `2 bytes`. */
export function countOf(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

/** `socket 0`, `sockets 0, 1`. */
export function socketsText(sockets: readonly (number | string)[]): string {
  return `${sockets.length > 1 ? 'sockets' : 'socket'} ${sockets.join(', ')}`;
}

/** `0x40021000` */
export function hexText(value: number, digits = 8): string {
  return `0x${(value >>> 0).toString(16).padStart(digits, '0')}`;
}
