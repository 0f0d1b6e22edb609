import type { Nanos } from './clock.ts';

/**
 * Lines of the board as a logic analyser on its pins would see them. `SCLK` is 1 while bytes are being clocked,
 * `tick` while the timer's interrupt handler runs; the others are levels.
 */
export const SIGNALS = ['CSn', 'SCLK', 'INTn', 'RSTn', 'tick'] as const;
export type SignalName = (typeof SIGNALS)[number];

/** What the lines are before anything has happened. */
export const RESTING: Readonly<Record<SignalName, 0 | 1>> = { CSn: 1, SCLK: 0, INTn: 1, RSTn: 1, tick: 0 };

/** Told of each change of a line, in the order of time. */
export type OnSignal = (signal: SignalName, level: 0 | 1, atNs: Nanos) => void;
