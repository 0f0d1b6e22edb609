import { END_REASONS, type Enumerator, FAULTS, type FaultName } from '../../../contract/firmware.ts';
import type { Plan } from '../../../contract/plan.ts';
import { enumeratorName } from '../../firmware/c-text.ts';
import { DECLARED_ENDS } from '../../methods/names.ts';

const END_COMMENTS: Readonly<Record<string, string>> = Object.fromEntries(
  DECLARED_ENDS.map(({ name, meaning }) => [name, meaning]),
);

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

function enumeratorLines(
  prefix: string,
  rows: readonly Enumerator[],
  comments: Readonly<Record<string, string>>,
): readonly string[] {
  const values = rows.map(
    ({ name, number }, index) => `${enumeratorName(prefix, name)} = ${number}${index < rows.length - 1 ? ',' : ''}`,
  );
  const width = Math.max(...values.map((value) => value.length));
  return rows.map(({ name }, index) => `${values[index]?.padEnd(width)} /**< ${comments[name]} */`);
}
