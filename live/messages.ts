/** What passes between the command and the thread that runs the device. */
import type { MessagePort } from 'node:worker_threads';
import type { Plan } from '../contract/plan.ts';
import type { ExitCode } from '../generator/cli/commands.ts';
import type { Args } from '../generator/cli/options.ts';
import type { Engine, EngineResult } from '../simulator/engine/engine.ts';
import type { TimelineEvent } from '../simulator/timeline.ts';

/** What a user may do while it runs: cut or mend the cable, reset the chip, end. */
export type Deed = 'cable' | 'reset' | 'quit';

/** To the thread once the device has power. */
export type ToDevice = { readonly frame: Uint8Array } | { readonly deed: Deed };

/** From the thread. `events` come in order, in batches. */
export type FromDevice =
  /** The firmware is built; `start` may be posted. */
  | { readonly kind: 'ready' }
  /** The user is to be told, as by a command that ends. */
  | { readonly kind: 'refused'; readonly exitCode: ExitCode; readonly message: string }
  | {
      readonly kind: 'batch';
      readonly events: readonly TimelineEvent[];
      /** Frames that leave the device. */
      readonly frames: readonly Uint8Array[];
      /** What virtual time has lost in all. */
      readonly lostNs: number;
    }
  | {
      readonly kind: 'ended';
      readonly engine: Engine['name'];
      readonly result: EngineResult;
      readonly nowNs: number;
      readonly lostNs: number;
    };

/** What the thread is made with. */
export interface DeviceData {
  readonly plan: Plan;
  readonly args: Args;
  /** One word: counts what was posted to `inbox`. The thread sleeps on it. */
  readonly signal: Int32Array;
  /** Null once, which is power, then {@link ToDevice}. */
  readonly inbox: MessagePort;
}
