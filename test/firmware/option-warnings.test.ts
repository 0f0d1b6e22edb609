/** Every single option's firmware compiles with every warning. */
import { describe, expect, test } from 'vitest';
import { render } from '../../generator/emit/render.ts';
import { everything, MEASURED_OPTIONS, PLAIN } from '../../scripts/bench/options.ts';
import { CHIPS } from '../whole/firmware.ts';
import { shareOf } from '../whole/share.ts';
import { planOfText } from './examples.ts';
import { warningsOf } from './warnings.ts';

/** Of the part that a spec without one has. */
const DENSITY = 'STM32F10X_MD';

function filesOf(spec: object): ReadonlyMap<string, string> {
  return new Map(render(planOfText(JSON.stringify({ ...PLAIN, ...spec }))).map(({ path, text }) => [path, text]));
}

const PLATFORMS = ['registers', 'spl'] as const;

describe.each(MEASURED_OPTIONS.map(({ name, ...option }, row) => [name, { ...option, row }] as const))(
  '%s',
  (_name, { spec, chips = CHIPS, row }) => {
    const boards = chips.flatMap((chip) => PLATFORMS.map((platform) => [chip, platform] as const));
    // Row by row another one; the sweeps compile all.
    test.each(shareOf(boards, boards.length, row))(
      'compiles without a warning for the %s on %s',
      async (chip, platform) => {
        const files = filesOf({ ...spec, chip, mcu: { platform } });
        expect(await warningsOf(files, platform === 'spl' ? DENSITY : null)).toBe('');
      },
    );
  },
);

test.each(CHIPS)('everything at once compiles without a warning: %s', async (chip) => {
  expect(await warningsOf(filesOf(everything(chip)), null)).toBe('');
  expect(await warningsOf(filesOf({ ...everything(chip), mcu: { platform: 'spl' } }), DENSITY)).toBe('');
});
