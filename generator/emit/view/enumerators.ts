import { END_REASONS, type EndReason, type Enumerator, FAULTS, type FaultName } from '../../../contract/firmware.ts';
import type { Plan } from '../../../contract/plan.ts';

const END_COMMENTS: Readonly<Record<EndReason, string>> = {
  'peer-closed': 'FIN: the peer closed in an orderly way',
  reset: 'closed, with neither FIN nor time-out seen: most likely the peer sent RST',
  'probe-timeout': 'a probe was not answered: the peer is gone',
  'send-timeout': 'data was not acknowledged for too long',
  idle: 'nothing received for longer than the idle limit',
  'heartbeat-missed': "nothing received for longer than between two of the peer's heartbeats",
  'no-answer': 'the peer did not answer a question',
  goodbye: 'the peer said goodbye',
  'link-down': 'the PHY lost its link',
  'chip-fault': 'the chip had to be reset',
  'local-stop': 'ended by this side',
};

function faultComments(chip: string): Readonly<Record<FaultName, string>> {
  return {
    clock: 'SYSCLK is not what it should be; periods are longer than planned',
    'chip-absent': `no ${chip} answered after its reset; tried again after KW_RETRY_MS`,
    'chip-silent': 'the chip stopped answering or lost its settings; it is reset and set up again',
  };
}

/** The enumerators of what the firmware reports, one line of C each. */
export function enumeratorView({ chip }: Plan) {
  return {
    endReasons: enumeratorLines('KW_END', END_REASONS, END_COMMENTS),
    faults: enumeratorLines('KW_FAULT', FAULTS, faultComments(chip.name)),
  };
}

/** `KW_END_RESET`. */
export function enumeratorName(prefix: string, name: string): string {
  return `${prefix}_${name.toUpperCase().replaceAll('-', '_')}`;
}

function enumeratorLines<Name extends string>(
  prefix: string,
  rows: readonly Enumerator<Name>[],
  comments: Readonly<Record<Name, string>>,
): readonly string[] {
  const values = rows.map(
    ({ name, number }, index) => `${enumeratorName(prefix, name)} = ${number}${index < rows.length - 1 ? ',' : ''}`,
  );
  const width = Math.max(...values.map((value) => value.length));
  return rows.map(({ name }, index) => `${values[index]?.padEnd(width)} /* ${comments[name]} */`);
}
