import { type Enumerator, FAULTS, type FaultName } from '../../../contract/firmware.ts';
import type { Plan } from '../../../contract/plan.ts';
import { enumeratorName } from '../../firmware/c-text.ts';
import { endReasonsOf } from '../../firmware/ends.ts';
import { DECLARED_ENDS } from '../../methods/names.ts';

const END_COMMENTS: Readonly<Record<string, string>> = Object.fromEntries(
  DECLARED_ENDS.map(({ name, meaning }) => [name, meaning]),
);

function faultComments(chip: string): Readonly<Record<FaultName, string>> {
  return {
    clock: 'SYSCLK is not what it should be; periods are longer than planned',
    'chip-absent': `no ${chip} answered after its reset; tried again after KW_RETRY_MS`,
    'chip-silent': 'the chip stopped answering or lost its settings; it is reset and set up again',
    'watchdog-reset': 'the watchdog has reset the device; told once, by kw_loop_init',
    'trap-reset': 'an exception without a handler has reset the device; see kw_watchdog_exception',
  };
}

/** Told only by firmware that has the watchdog. */
const OF_WATCHDOG: ReadonlySet<FaultName> = new Set(['watchdog-reset', 'trap-reset']);

/** The enumerators of what the firmware reports, one line of C each. */
export function enumeratorView({ chip, watchdog, watching }: Plan) {
  const told = FAULTS.filter(({ name }) => watchdog !== null || !OF_WATCHDOG.has(name));
  return {
    endReasons: enumeratorLines('KW_END', endReasonsOf({ watching }), END_COMMENTS),
    faults: enumeratorLines('KW_FAULT', told, faultComments(chip.name)),
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
