import { type Enumerator, FAULTS, type FaultName } from '../../../contract/firmware.ts';
import type { Plan } from '../../../contract/plan.ts';
import { enumeratorName } from '../../firmware/c-text.ts';
import { endReasonsOf } from '../../firmware/ends.ts';
import { DECLARED_ENDS } from '../../methods/names.ts';
import type { Platform } from '../../platforms/platform.ts';
import { PLATFORMS } from '../../platforms/registry.ts';

const END_COMMENTS: Readonly<Record<string, string>> = Object.fromEntries(
  DECLARED_ENDS.map(({ name, meaning }) => [name, meaning]),
);

function faultComments({ chip, platform }: Plan): Readonly<Record<FaultName, string>> {
  const { isGuest }: Platform = PLATFORMS[platform.name];
  return {
    clock: isGuest === true ? 'not reported here: your project sets up the clock' : CLOCK_FAILED,
    'chip-absent': `no ${chip.name} answered after its reset; tried again after KW_RETRY_MS`,
    'chip-silent': 'the chip does not answer or has lost its settings; it is reset and set up again',
    'watchdog-reset': 'the watchdog has reset the device; reported once, by kw_loop_init',
    'trap-reset': 'an exception without a handler has reset the device; see kw_watchdog_exception',
  };
}

/** Which clock runs then, and how long the tick is, depends on the platform and the part. */
const CLOCK_FAILED = 'kw_clock_init has returned false; kw_clock.h says which clock runs then';

/** Reported only by firmware that has the watchdog. */
const OF_WATCHDOG: ReadonlySet<FaultName> = new Set(['watchdog-reset', 'trap-reset']);

/** The enumerators of what the firmware reports, one line of C each. */
export function enumeratorView(plan: Plan) {
  const { watchdog, watching } = plan;
  const told = FAULTS.filter(({ name }) => watchdog !== null || !OF_WATCHDOG.has(name));
  return {
    endReasons: enumeratorLines('KW_END', endReasonsOf({ watching }), END_COMMENTS),
    faults: enumeratorLines('KW_FAULT', told, faultComments(plan)),
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
