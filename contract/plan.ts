/** The plan: every number of the generated firmware. Templates print it, `explain` words it, verdicts compare runs with it. */
import type { BoardPlan } from './board.ts';
import type { WatchedDevice } from './device.ts';
import type { Remark } from './promises.ts';

export interface Plan extends BoardPlan, WatchedDevice {
  /** Of all sockets of the chip, by their numbers: where the application has some, what is left for them. */
  readonly buffersKiB: { readonly tx: readonly number[]; readonly rx: readonly number[] };
  /** Failures that a user expects to be detected and that no configured method detects. */
  readonly warnings: readonly Remark[];
  readonly remarks: readonly Remark[];
}
