import type { Rig } from './rig.ts';

/** `count` bytes that count up from `first`. */
export function bytes(count: number, first = 0): number[] {
  return Array.from({ length: count }, (_, index) => (first + index) & 0xff);
}

/** The attempts of all probes reported so far. */
export function probes(on: Rig): number[] {
  return on.events.flatMap((event) => (event.kind === 'probe' ? [event.attempt] : []));
}

/** How many probes were answered. */
export function answered(on: Rig): number {
  return on.events.filter((event) => event.kind === 'probe-answered').length;
}
