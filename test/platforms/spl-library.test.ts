import { expect, test } from 'vitest';
import { render } from '../../generator/emit/render.ts';
import { parseSpec } from '../../generator/input/index.ts';
import { planOf } from '../../generator/plan/plan.ts';

function firmwareFor(clock: object) {
  const mcu = { platform: 'spl', clock };
  const keepalive = { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 };
  const spec = parseSpec(JSON.stringify({ chip: 'W5500', keepalive, timer: { prescaler: 71 }, mcu }));
  if (!spec.ok) throw new Error(JSON.stringify(spec.problems));
  const plan = planOf(spec.value);
  const files = new Map(render(plan).map(({ path, text }) => [path, text]));
  return { defines: plan.platform.library?.defines, text: (path: string) => files.get(path) ?? '' };
}

test('the library is told a crystal that is not the one it assumes, and the build fails where it is not', () => {
  const { defines, text } = firmwareFor({ hseHz: 16_000_000 });
  expect(defines).toEqual(['STM32F10X_MD', 'USE_STDPERIPH_DRIVER', 'HSE_VALUE=16000000U']);
  expect(text('kw_clock.c')).toContain('_Static_assert(HSE_VALUE == 16000000U, ');
  expect(text('kw_clock.h')).toContain('SystemInit must set the PLL for the crystal of 16 MHz');
  expect(text('CMakeLists.txt')).toContain('STM32F10X_MD USE_STDPERIPH_DRIVER HSE_VALUE=16000000U)');
  expect(text('README.md')).toContain('-DUSE_STDPERIPH_DRIVER -DHSE_VALUE=16000000U $(find');
});

test('with the crystal that the library assumes there is nothing to tell', () => {
  const { defines, text } = firmwareFor({ hseHz: 8_000_000 });
  expect(defines).toEqual(['STM32F10X_MD', 'USE_STDPERIPH_DRIVER']);
  for (const path of ['kw_clock.c', 'kw_clock.h', 'CMakeLists.txt', 'README.md'])
    expect(text(path)).not.toContain('HSE_VALUE');
});
