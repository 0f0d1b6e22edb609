import { expect, test } from 'vitest';
import type { BuildCache } from '../../../contract/build-cache.ts';
import { render } from '../../../generator/emit/render.ts';
import { buildArmFirmware } from '../../../generator/toolchain/arm-engine.ts';
import { loadElf } from '../../../simulator/engine/arm/elf.ts';
import { memoryCache } from '../../../simulator/engine/host/cache.ts';
import { needTools } from '../../tools.ts';
import { BRISK, planOfText } from '../../whole/firmware.ts';

/** A cache, and the kinds of what was put into it since the last time it was asked. */
function watched(): BuildCache & { readonly made: () => readonly string[] } {
  const { get, set } = memoryCache();
  const made: string[] = [];
  return {
    get,
    set: (key, bytes) => {
      made.push(key.slice(key.indexOf('.')));
      return set(key, bytes);
    },
    made: () => made.splice(0).sort(),
  };
}

test('an edit compiles the edited file alone, and the image is that of a build of all files', async () => {
  needTools('compiler', 'newlib');
  const plan = planOfText(JSON.stringify({ chip: 'W5500', ...BRISK }));
  const flashOf = (elf: Uint8Array) => loadElf(elf, plan.mcu).flash;
  const cache = watched();
  const build = async (changed: string, edit: (text: string) => string, into: BuildCache = cache) => {
    const files = render(plan).map((file) => (file.path === changed ? { ...file, text: edit(file.text) } : file));
    const result = await buildArmFirmware({ files, plan, cache: into });
    return result.kind === 'built' ? result.elf : Promise.reject(new Error(JSON.stringify(result)));
  };
  const edit = (text: string): string => text.replace('uint16_t length = kw_socket_room(sn);', 'uint16_t length = 1U;');
  const first = await build('', (text) => text);
  const sources = render(plan).filter(({ path }) => path.endsWith('.c'));
  expect(cache.made()).toEqual(['.elf', ...sources.map(() => '.o')]);
  const edited = await build('app.c', edit);
  expect(cache.made()).toEqual(['.elf', '.o']);
  expect(flashOf(edited)).toEqual(flashOf(await build('app.c', edit, memoryCache())));
  expect(flashOf(edited)).not.toEqual(flashOf(first));
  await build('kw_config.h', (text) => text.replace('#define', '/* edited */\n#define'));
  expect(cache.made()).toEqual(['.elf', ...sources.map(() => '.o')]);
});
