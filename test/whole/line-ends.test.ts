/** An app.c that an editor of Windows has saved: CR and LF, and a macro over several lines. */
import { expect, test } from 'vitest';
import { render } from '../../generator/emit/render.ts';
import { armBuilt } from '../engine/arm/build.ts';
import { BRISK, built, planOfText } from './firmware.ts';
import { builtIn, play } from './play.ts';

const SPEC = { ...BRISK, chip: 'W5500' };
const MACRO =
  '\n#define SUM(a, b) \\\n    ((a) + \\\n     (b))\n_Static_assert(SUM(1, 2) == 3, "a macro over three lines");\n';

test('both compilers take it, and the firmware does the same', async () => {
  const app = render(planOfText(JSON.stringify(SPEC))).find(({ path }) => path === 'app.c')?.text ?? '';
  const files = { 'app.c': `${app}${MACRO}`.replaceAll('\n', '\r\n') };
  expect(files['app.c']).toContain('\\\r\n');
  const { verdict, reasons } = play(await built(SPEC, files), builtIn('cable-cut'));
  expect(verdict, reasons.join('\n')).toBe('pass');
  const [plain, windows] = [await armBuilt(SPEC), await armBuilt(SPEC, files)];
  expect(windows.image.flash).toEqual(plain.image.flash);
});
