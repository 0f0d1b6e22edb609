import { END_REASONS } from '../../contract/firmware.ts';
import type { EventBody } from '../timeline.ts';

/** The firmware's kw_fault_t, whose enumerators count from 1. */
const FAULTS = [
  'SYSCLK is not what was planned',
  'no chip answered after its reset',
  'the chip stopped answering',
] as const;

/** The firmware has called `kw_app_ended`. */
export function endedEvent(socket: number, reason: number): EventBody {
  return {
    kind: 'firmware',
    what: 'ended',
    socket,
    reason: END_REASONS[reason - 1] ?? `unknown reason ${reason}`,
  };
}

/** The firmware has called `kw_app_fault`. */
export function faultEvent(fault: number): EventBody {
  return { kind: 'firmware', what: 'fault', text: FAULTS[fault - 1] ?? `unknown fault ${fault}` };
}
