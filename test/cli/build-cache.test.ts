import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { buildCache } from '../../generator/cli/build-cache.ts';
import { recordedIo } from './recorded-io.ts';

test('what is wrong with the cache is one line on stderr', async ({ skip }) => {
  skip(process.platform !== 'linux', 'only Linux has XDG_CACHE_HOME and /proc');
  const home = mkdtempSync(join(tmpdir(), 'cache-'));
  try {
    vi.stubEnv('XDG_CACHE_HOME', home);
    const folder = join(home, 'keepwire');
    const io = recordedIo();
    const bytes = Uint8Array.from([1, 2, 3]);
    for (const key of ['a', 'b']) await buildCache(io).set(key, bytes);
    expect(await buildCache(io).get('a')).toEqual(bytes);
    expect(io.stderr).toEqual([]);
    for (const name of readdirSync(folder)) writeFileSync(join(folder, name), '');
    const cache = buildCache(io);
    for (const key of ['a', 'b']) expect(await cache.get(key)).toBeUndefined();
    expect(io.stderr).toHaveLength(1);
    expect(io.stderr[0]).toMatch(/^The cache file \/.*\/keepwire\/a\.kept is damaged or foreign; .*compiled again\.$/);

    vi.stubEnv('XDG_CACHE_HOME', '/proc/x');
    const other = recordedIo();
    await buildCache(other).set('a', bytes);
    expect(other.stderr).toHaveLength(1);
    expect(other.stderr[0]).toMatch(/^The cache folder \/proc\/x\/keepwire is not usable: .*XDG_CACHE_HOME\.$/);
    expect([...io.stdout, ...other.stdout]).toEqual([]);
  } finally {
    vi.unstubAllEnvs();
    rmSync(home, { recursive: true, force: true });
  }
});
