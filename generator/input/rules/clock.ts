import { oneOf } from '../../../document/words/printed.ts';
import { reachableSysclksHz } from '../../hardware/clock.ts';
import { CLOCK_NEEDS, type Rule } from './rule.ts';

export const clockRules: readonly Rule[] = [
  {
    id: 'clock/crystal',
    needs: ['/mcu/part', '/mcu/clock/source', '/mcu/clock/hseHz'],
    check: ({ spec, part, line }) => {
      const { source, hseHz } = spec.mcu.clock;
      const { minHz, maxHz } = line.hse;
      if (source === 'HSI' || (hseHz >= minHz && hseHz <= maxHz)) return [];
      const message = `Found a crystal of ${hseHz} Hz. Allowed on the ${part.name}: ${minHz} to ${maxHz} Hz.`;
      return [{ pointer: '/mcu/clock/hseHz', message }];
    },
  },
  {
    id: 'clock/reachable',
    needs: CLOCK_NEEDS,
    check: ({ spec, part, clock }) => {
      if (clock !== null) return [];
      const { source, hseHz, sysclkHz } = spec.mcu.clock;
      const reachable = reachableSysclksHz(part, source, hseHz);
      if (reachable.length === 0) return []; // no clock at all: `clock/crystal` says why
      const from = source === 'HSI' ? 'HSI' : `a crystal of ${hseHz} Hz`;
      const near = neighbours(sysclkHz, reachable).map((hz) => `${hz}`);
      const message = `Found ${sysclkHz} Hz, which the ${part.name} cannot make from ${from}. Nearest: ${oneOf(near)} Hz.`;
      return [{ pointer: '/mcu/clock/sysclkHz', message }];
    },
  },
];

/** The values next to `wanted` in an ascending list: below and above, where there is one. */
function neighbours(wanted: number, ascending: readonly number[]): readonly number[] {
  const below = ascending.findLast((hz) => hz < wanted);
  const above = ascending.find((hz) => hz > wanted);
  return [below, above].filter((hz) => hz !== undefined);
}
