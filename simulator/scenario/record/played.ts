import type { WatchedDevice } from '../../../contract/device.ts';
import type { FarSides } from '../../../contract/far-side.ts';
import type { FaultInterval } from '../../chip/faults.ts';
import type { Nanos } from '../../clock.ts';
import type { EngineResult } from '../../engine/engine.ts';
import type { TimelineEvent } from '../../timeline.ts';
import type { Scenario } from '../format/scenario.generated.ts';
import type { ConnectionRecord } from './connection-record.ts';
import type { LeftOut } from './left-out.ts';

/** A scenario that was played, and everything that happened. */
export interface PlayedScenario {
  readonly plan: WatchedDevice;
  readonly farSides: FarSides;
  /** The firmware is not the plan's: only the wiring of the plan is true of it. */
  readonly externalFirmware?: boolean;
  readonly scenario: Scenario;
  readonly timeline: readonly TimelineEvent[];
  readonly connections: readonly ConnectionRecord[];
  /** When the chip was faulty. */
  readonly faultIntervals: readonly FaultInterval[];
  /** The names of the hosts behind a peer or group of the scenario. */
  readonly membersOf: (name: string) => readonly string[];
  /** Hosts with which the scenario could not go on because of a gap in the spec. */
  readonly leftOut: readonly LeftOut[];
  /** How the engine came to its end, and where the firmware was then. */
  readonly engine: Pick<EngineResult, 'end' | 'reason' | 'where'>;
  /** The step that was never reached, or why the scenario could not be played; null when all steps were done. */
  readonly unfinished: string | null;
  /** When the last step was done; the proof that ports listen again comes after it. */
  readonly stepsDoneNs: Nanos;
  readonly endNs: Nanos;
}
