/** What explain says of a project of STM32CubeMX. */
import { expect, test } from 'vitest';
import { explainText } from '../../generator/explain/explain.ts';
import { givenPointers, parseSpec } from '../../generator/input/index.ts';
import { planOf } from '../../generator/plan/plan.ts';
import { filesBelow, PROJECTS } from '../cubemx/read.ts';

function explained(platform: string, cubemx: string | null, wiring: object = {}): string {
  const mcu = cubemx === null ? { platform } : { platform, cubemx };
  const text = JSON.stringify({
    chip: 'W5500',
    keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 },
    ...{ timer: { source: 'millis' }, mcu, wiring },
  });
  const spec = parseSpec(text, { readFile: filesBelow(PROJECTS) });
  if (!spec.ok) throw new Error(JSON.stringify(spec.problems));
  return explainText(planOf(spec.value), spec.value, givenPointers(text), 200);
}

test('the bytes of the files that the spec names are no defaults', () => {
  const text = explained('hal', 'g474/logger.ioc');
  expect(text).not.toContain('/files');
  expect(text.split('\n').length).toBeLessThan(200);
});

test('the rate of the project, and the one that is counted with', () => {
  const text = explained('hal', 'g474/logger.ioc').replaceAll(/ +/g, ' ');
  expect(text).toMatch(/^ SPI 10\.625 MHz set by your project, g474\/\S+:\d+:\d+$/m);
  expect(text).toContain(
    'calculated with 9 MHz the nearest rate of the simulated board that is not above it; simulate plays on an STM32F103C8',
  );
});

test('wiring.spiMaxHz only where the spec has it', () => {
  expect(explained('custom', null)).not.toContain('by wiring.spiMaxHz');
  expect(explained('custom', null, { spiMaxHz: 9_000_000 })).toMatch(
    /SPI +9 MHz +all times here are calculated with this rate, by wiring\.spiMaxHz; your project sets the real one/,
  );
});
