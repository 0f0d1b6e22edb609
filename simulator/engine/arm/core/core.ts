import { RP2040 } from 'rp2040js';

/** The Cortex-M0 of `rp2040js`: registers, flags, and every instruction of ARMv6-M. */
export type Core = RP2040['core'];

/** What the core asks of the chip around it, apart from memory, whose methods subclasses of the core override. */
export interface CoreSurroundings {
  readonly logger: Readonly<Record<'debug' | 'info' | 'warn' | 'error', (component: string, message: string) => void>>;
  /** BKPT and UDF. */
  readonly onBreak: (code: number) => void;
}

/**
 * The core's class, which the package does not export: taken from one chip per process, which is dropped again with its
 * 16 MB of flash. Each run has a core of its own.
 */
export const CortexM0 = new RP2040().core.constructor as new (surroundings: CoreSurroundings) => Core;
