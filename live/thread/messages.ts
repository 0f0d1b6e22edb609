/** What the command and the thread that runs the device send each other. */
import type { Plan } from '../../contract/plan.ts';
import type { Engine, EngineResult } from '../../simulator/engine/engine.ts';
import type { TimelineEvent } from '../../simulator/timeline.ts';

/** What the user may do while the device runs: cut or reconnect the cable, reset the chip, quit. */
export type Action = 'cable' | 'reset' | 'quit';

/** To the thread, once the device has power. */
export type ToThread = { readonly frame: Uint8Array } | { readonly action: Action };

/** From the thread. `Refusal` is what its builder gives when the firmware cannot be built. */
export type FromThread<Refusal = unknown> =
  /** The firmware is built and waits for power. */
  { readonly kind: 'ready' } | { readonly kind: 'refused'; readonly refusal: Refusal } | Batch | Ended;

/** What has happened since the last batch. */
export interface Batch {
  readonly kind: 'batch';
  /** In order of time. */
  readonly events: readonly TimelineEvent[];
  /** Frames that leave the device. */
  readonly frames: readonly Uint8Array[];
  /** Time that virtual time has lost against wall-clock time since the start. */
  readonly lostNs: number;
}

export interface Ended {
  readonly kind: 'ended';
  readonly engine: Engine['name'];
  readonly result: EngineResult;
  readonly nowNs: number;
  readonly lostNs: number;
}

/** What the thread runs; `Program` says how its firmware is built. */
export interface DeviceOrder<Program> {
  readonly plan: Plan;
  /** Of everything that is random. */
  readonly seed: number;
  readonly program: Program;
}

/** The thread's end of the connection to the command. Takes no time by itself. */
export interface Mailbox {
  /** The oldest message that has not been taken; null once, which is the power; undefined when there is none. */
  take(): ToThread | null | undefined;
  /** Sleeps until something is posted after the last `mark`; at most `ms`. */
  sleep(ms?: number): void;
  /** From here on a posted message ends a `sleep` at once. */
  mark(): void;
  post(message: FromThread): void;
}
