import type { BoardPlan } from '../../contract/board.ts';
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
export function faultEvent(fault: number, board: BoardPlan): EventBody {
  const name = nameOf(FAULTS, fault);
  const text =
    name === undefined ? `unknown fault ${fault}` : `${FAULT_WORDS[name]}${name === 'clock' ? whoSets(board) : ''}`;
  return { kind: 'firmware', what: 'fault', text };
}

/** With ST's library the factors of the PLL stand in its start-up code, which does not follow HSE_VALUE. */
function whoSets({ clock, platform }: BoardPlan): string {
  if (platform.library?.name !== 'spl' || clock.hseHz === null) return '';
  return `: SystemInit of your system_stm32f10x.c sets it, and its PLL factors must fit a crystal of ${clock.hseHz} Hz (HSE_VALUE)`;
}

function nameOf<Name extends string>(rows: readonly Enumerator<Name>[], number: number): Name | undefined {
  return rows.find((row) => row.number === number)?.name;
}
