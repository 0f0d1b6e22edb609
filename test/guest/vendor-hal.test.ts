/** With ST's own headers, the firmware for a project on HAL compiles without a warning for each family. */
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, describe, expect, test } from 'vitest';
import { render } from '../../generator/emit/render.ts';
import { everything, PLAIN } from '../../scripts/bench/options.ts';
import { planOfText } from '../firmware/examples.ts';
import { FLAGS } from '../firmware/warnings.ts';
import { skipSuite } from '../skip-suite.ts';
import { needTools } from '../tools.ts';
import { FAMILIES, type Family, foldersOf, HAL, WHY_SKIPPED } from './families.ts';
import { guest } from './specs.ts';

const dir = mkdtempSync(join(tmpdir(), 'keepwire-hal-'));
afterAll(() => rmSync(dir, { recursive: true }));

const folders = HAL === null ? new Map<string, string>() : foldersOf(HAL);

/** What CubeMX writes for these labels. */
const MAIN = `#define W5500_CS_Pin GPIO_PIN_4
#define W5500_CS_GPIO_Port GPIOA
#define W5500_RST_Pin GPIO_PIN_0
#define W5500_RST_GPIO_Port GPIOB
`;

/** As system headers: what ST's headers break is not the firmware's. */
function includesOf({ name }: Family): readonly string[] {
  const headers = [`stm32${name}xx_hal.h`, `stm32${name}xx.h`, 'core_cm33.h'];
  return headers.map((header) => {
    const folder = folders.get(header);
    if (folder === undefined) throw new Error(`no ${header} below ${HAL}`);
    return folder;
  });
}

describe.each(FAMILIES.map((family) => [`${family.name}, ${family.part}`, family] as const))('%s', (_name, family) => {
  skipSuite(HAL === null ? WHY_SKIPPED : null);

  test.each([
    ['the least', { ...PLAIN, ...guest('hal', { reset: null, interrupt: null }) }],
    ['everything', { ...everything('W5200'), ...guest('hal', { sharedBus: true }), trace: null }],
  ])('%s', async (_what, spec) => {
    needTools('compiler');
    const include = includesOf(family);
    const own = mkdtempSync(join(dir, 'c-'));
    const system = mkdtempSync(join(dir, 'project-'));
    const hal = `stm32${family.name}xx_hal`;
    copyFileSync(join(include[0] ?? '', `${hal}_conf_template.h`), join(system, `${hal}_conf.h`));
    writeFileSync(join(system, 'main.h'), `#include "${hal}.h"\n${MAIN}`);
    const files = render(planOfText(JSON.stringify(spec)));
    for (const { path, text } of files) writeFileSync(join(own, path), text);
    const sources = files.map(({ path }) => path).filter((path) => path.endsWith('.c'));
    const flags = FLAGS.filter((flag) => !flag.startsWith('-mcpu'));
    const library = [system, ...include].flatMap((folder) => ['-isystem', folder]);
    const args = [
      ...flags,
      `-mcpu=${family.core}`,
      '-DUSE_HAL_DRIVER',
      `-D${family.part}`,
      ...library,
      '-c',
      ...sources,
    ];
    const { stderr } = await execa('arm-none-eabi-gcc', args, { cwd: own, reject: false });
    expect(stderr).toBe('');
  });
});
