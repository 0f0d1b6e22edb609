import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BuildCache } from '../../contract/build-cache.ts';
import { diskCache } from '../../generator/toolchain/disk-cache.ts';
import { buildHostFirmware } from '../../simulator/engine/host/build.ts';
import { contentKey, layeredCache, memoryCache } from '../../simulator/engine/host/cache.ts';
import { includeClosure } from '../../simulator/engine/host/includes.ts';
import { firmwareFiles } from '../firmware-files.ts';
import { benchPlan } from './bench.ts';
import { HEADERS, pollingMain, registerTimer } from './firmware.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keepwire-cache-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** Counts what was looked up in vain. */
function counting(cache: BuildCache): BuildCache & { missed: string[] } {
  const missed: string[] = [];
  return {
    missed,
    async get(key) {
      const found = await cache.get(key);
      if (found === undefined) missed.push(key.replace(/^.*\./, ''));
      return found;
    },
    set: (key, bytes) => cache.set(key, bytes),
  };
}

describe('what is built again', () => {
  const files = { ...HEADERS, 'main.c': pollingMain('kw_port_wait();'), 'kw_timer.c': registerTimer() };
  const build = async (changes: Readonly<Record<string, string>>, cache: BuildCache, plan = benchPlan()) => {
    const result = await buildHostFirmware({
      files: firmwareFiles(Object.entries({ ...files, ...changes })),
      plan,
      cache,
    });
    return result.ok ? result.wasm : result.text;
  };

  test('nothing when nothing changed; what includes the change when something did; and it is the same module', async () => {
    const cache = counting(memoryCache());
    const first = await build({}, cache);
    expect(cache.missed).toEqual(['wasm', 'o', 'o', 'o', 'o']); // main, timer, host_port, host_runtime

    cache.missed.length = 0;
    expect(await build({}, cache)).toEqual(first);
    expect(cache.missed).toEqual([]);

    const changed = registerTimer({ psc: 'KW_TIM2->PSC = 35U;' });
    const second = await build({ 'kw_timer.c': changed }, cache);
    expect(second).not.toEqual(first);
    expect(cache.missed).toEqual(['wasm', 'o']);

    cache.missed.length = 0;
    await build({ 'kw_timer.h': `${HEADERS['kw_timer.h']}/* edited */\n` }, cache);
    expect(cache.missed).toEqual(['wasm', 'o', 'o']); // both firmware files include it

    expect(await build({ 'kw_timer.c': changed }, memoryCache())).toEqual(second);
  });

  test('everything for another part of the library', async () => {
    const spl = { 'kw_timer.c': '#include "stm32f10x.h"\n#include "kw_timer.h"\n' };
    const cache = counting(memoryCache());
    await build(spl, cache, benchPlan({ platform: 'spl' }));
    cache.missed.length = 0;
    const other = benchPlan({ platform: 'spl' });
    await build(spl, cache, {
      ...other,
      platform: { name: 'spl', library: { name: 'spl', defines: ['STM32F10X_HD', 'USE_STDPERIPH_DRIVER'] } },
    });
    expect(cache.missed.filter((kind) => kind === 'o')).toHaveLength(5);
  });
});

describe('a cache on disk', () => {
  test('gives back what was put in, also to another process', async () => {
    const bytes = Uint8Array.from([0, 1, 255]);
    await diskCache(join(folder, 'deep', 'er')).set('k.o', bytes);
    expect(await diskCache(join(folder, 'deep', 'er')).get('k.o')).toEqual(bytes);
    expect(await readdir(join(folder, 'deep', 'er'))).toEqual(['k.o.kept']);
  });

  test.each([
    ['empty, as a full disk or a power failure leaves it', () => Buffer.alloc(0)],
    ['cut off', (stored: Buffer) => stored.subarray(0, -1)],
    ['with one wrong bit', (stored: Buffer) => stored.map((byte, index) => (index === 40 ? byte ^ 1 : byte))],
    ['of a program without checksums', () => Buffer.from('\0asm'.padEnd(64))],
  ])('takes a file that is %s for absent, says so once, and replaces it', async (name, damage) => {
    const dir = join(folder, name);
    const bytes = Uint8Array.from({ length: 64 }, (_, index) => index);
    const damaged: string[] = [];
    const cache = diskCache(dir, { onDamaged: (path) => damaged.push(path) });
    for (const key of ['k.o', 'l.o']) {
      await cache.set(key, bytes);
      await writeFile(join(dir, `${key}.kept`), damage(await readFile(join(dir, `${key}.kept`))));
      expect(await cache.get(key)).toBeUndefined();
      await cache.set(key, bytes);
      expect(await cache.get(key)).toEqual(bytes);
    }
    expect(damaged).toEqual([join(dir, 'k.o.kept')]);
  });

  test('takes the entry of another key for foreign', async () => {
    const dir = join(folder, 'foreign');
    await diskCache(dir).set('k.o', Uint8Array.from([1]));
    await rename(join(dir, 'k.o.kept'), join(dir, 'l.o.kept'));
    expect(await diskCache(dir).get('l.o')).toBeUndefined();
  });

  const cannot: readonly (readonly [folder: () => string, why: string])[] = [
    [() => join(folder, 'file'), 'a part of the path is a file, not a folder'],
    // Node's own mkdir never returns here.
    [() => '/proc/x/keepwire', 'there is no such file or folder'],
  ];
  test.each(cannot)('that cannot be used is empty, and says so once', async (place, why) => {
    await writeFile(join(folder, 'file'), '');
    const told: string[] = [];
    const cache = diskCache(place(), { onUnusable: (path, reason) => told.push(path, reason) });
    await cache.set('k.o', Uint8Array.from([1]));
    await cache.set('l.o', Uint8Array.from([1]));
    expect(await cache.get('k.o')).toBeUndefined();
    expect(told).toEqual([place(), why]);
  });

  test('behind one in memory is asked once', async () => {
    const far = counting(memoryCache());
    await far.set('k', Uint8Array.from([7]));
    const both = layeredCache(memoryCache(), far);
    await both.get('k');
    expect(await both.get('k')).toEqual(Uint8Array.from([7]));
    expect(await both.get('other')).toBeUndefined();
    expect(far.missed).toEqual(['other']);
  });
});

test('keys tell apart what concatenation would not', async () => {
  const keys = await Promise.all([['ab', 'c'], ['a', 'bc'], ['abc'], ['abc', '']].map(contentKey));
  expect(new Set(keys).size).toBe(4);
  // SHA-256 of `3:abc`, from coreutils' sha256sum
  expect(keys[2]).toBe('aab5f9ae99b2e38fb462025c8f72f570c9c811705d2a4277dc855d7fa293fe97');
});

test('includes are followed, in circles too, and unknown ones are left out', () => {
  const files = new Map([
    ['a.c', '#include "b.h"\n  #  include <c.h>\n// #include "d.h"\n#include <stdint.h>\n'],
    ['b.h', '#include "a.c"\n'],
    ['c.h', ''],
    ['d.h', ''],
  ]);
  expect(includeClosure('a.c', files)).toEqual(['a.c', 'b.h', 'c.h']);
});
