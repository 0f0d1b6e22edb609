import type { Nanos } from './clock.ts';

/**
 * Signals of the board as a logic analyser shows them. `SCLK` is 1 while bytes are clocked, `tick` while the timer's
 * interrupt handler runs; the others are levels of pins.
 */
export const SIGNALS = ['CSn', 'SCLK', 'INTn', 'RSTn', 'tick'] as const;
export type SignalName = (typeof SIGNALS)[number];

/** The levels at the start. */
export const RESTING: Readonly<Record<SignalName, 0 | 1>> = { CSn: 1, SCLK: 0, INTn: 1, RSTn: 1, tick: 0 };

/** Called for each change of a signal, in the order of time. */
export type OnSignal = (signal: SignalName, level: 0 | 1, atNs: Nanos) => void;
