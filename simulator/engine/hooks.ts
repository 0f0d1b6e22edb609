import { END_REASONS, type Enumerator, FAULTS, type FaultName } from '../../contract/firmware.ts';
import type { EventBody } from '../timeline.ts';

const FAULT_WORDS: Readonly<Record<FaultName, string>> = {
  clock: 'SYSCLK is not what was planned',
  'chip-absent': 'no chip answered after its reset',
  'chip-silent': 'the chip stopped answering',
  'watchdog-reset': 'the watchdog has reset the device',
  'trap-reset': 'an exception without a handler has reset the device',
};

/** The firmware has called `kw_app_ended`. */
export function endedEvent(socket: number, reason: number): EventBody {
  return {
    kind: 'firmware',
    what: 'ended',
    socket,
    reason: nameOf(END_REASONS, reason) ?? `unknown reason ${reason}`,
  };
}

/** The firmware has called `kw_app_fault`. */
export function faultEvent(fault: number): EventBody {
  const name = nameOf(FAULTS, fault);
  return { kind: 'firmware', what: 'fault', text: name === undefined ? `unknown fault ${fault}` : FAULT_WORDS[name] };
}

function nameOf<Name extends string>(rows: readonly Enumerator<Name>[], number: number): Name | undefined {
  return rows.find((row) => row.number === number)?.name;
}
