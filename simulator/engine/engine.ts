import type { BoardPlan } from '../../contract/board.ts';
import type { WiznetChip } from '../chip/chip.ts';
import type { Clock, Nanos } from '../clock.ts';
import type { OnSignal } from '../signals.ts';
import type { Report } from '../timeline.ts';

/** What an engine runs on. */
export interface Board {
  readonly plan: BoardPlan;
  readonly clock: Clock;
  readonly chip: WiznetChip;
  readonly report: Report;
  /** Called for the lines that the engine drives itself: `tick`. */
  readonly onSignal?: OnSignal;
  /** LSI, which drives the independent watchdog. Default: 40 kHz; parts have 30 to 60 kHz. */
  readonly lsiHz?: number;
}

/** Executes firmware against a chip in virtual time. One run per engine object. */
export interface Engine {
  readonly name: 'host' | 'arm';
  /**
   * Runs the firmware from reset until `untilNs`, until `stopped` returns true, or until the firmware can make no progress.
   * `stopped` is called whenever the CPU waits and at least once per millisecond of virtual time, except in the part of a
   * busy wait after its first half second. Never throws because of firmware.
   */
  run(options: RunOptions): EngineResult;
}

export interface RunOptions {
  readonly untilNs: Nanos;
  readonly stopped: () => boolean;
  /**
   * The longest time between two calls of `stopped` while the firmware only sleeps from tick to tick and nothing is due
   * on the clock. Default: 1 ms.
   */
  readonly idlePollIntervalNs?: Nanos;
}

export interface EngineResult {
  /**
   * `time`: untilNs is reached. `stopped`: by the caller. `stuck`: the firmware can make no progress, or made none for
   * seconds when the caller stopped it; `reason` says why. `trap`: undefined behaviour. `returned`: `main` returned.
   */
  readonly end: 'time' | 'stopped' | 'stuck' | 'trap' | 'returned';
  /** A sentence for a person; absent for `time` and `stopped`. */
  readonly reason?: string;
  /** Names of the active C functions at the end, innermost first, as `inner < outer`; absent if unknown. */
  readonly where?: string;
  readonly stats: EngineStats;
}

export interface EngineStats {
  /** Entries into the timer's interrupt handler. */
  readonly interrupts: number;
  /** Timer updates that found the flag of the previous one still set: lost ticks. */
  readonly overruns: number;
  /** Times that the firmware slept until an interrupt. */
  readonly idleWaits: number;
  readonly spiBytes: number;
  readonly spiFrames: number;
  /** Basic blocks executed. */
  readonly edges: number;
  /** Places at which an interrupt could have been taken and `interruptAt` was called. */
  readonly controlPoints: number;
  /** The period by the timer's registers at the end, in ns rounded down; null if the timer is stopped. */
  readonly tickNs: Nanos | null;
  /** Measured only by an engine that executes the part's own instructions; null for others. */
  readonly cpu: CpuStats | null;
}

/**
 * Measured on a Cortex-M3 without flash wait states. Times are CPU
 * time: sleeping does not count.
 */
export interface CpuStats {
  readonly instructions: number;
  readonly cycles: number;
  /** Of one tick interrupt, its entry and exit included; null if there was none. */
  readonly tickCycles: { readonly least: number; readonly mean: number; readonly most: number } | null;
  /** From the call of `kw_loop_poll` to its return; null if it never returned, or there is no such function. */
  readonly longestPollNs: Nanos | null;
  /** With PRIMASK set, and in handlers. */
  readonly longestMaskedNs: Nanos;
  readonly longestHandlingNs: Nanos;
  /** The stack's largest size, exceptions included. */
  readonly stackBytes: number;
  readonly coverage: Coverage;
}

/** The executed instructions; `mergeCoverage` merges those of several runs of one image. */
export interface Coverage {
  /** Address of the first entry. */
  readonly origin: number;
  /** Per halfword from there on: not 0 when an instruction that begins there was executed. */
  readonly executed: Uint8Array;
}
