import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { render } from '../../generator/emit/render.ts';
import { compileFirmware } from '../../generator/toolchain/compile.ts';
import { needTools } from '../tools.ts';
import { built, planOfText } from './firmware.ts';
import { builtIn, mustPass, scenario } from './play.ts';
import { runs } from './share.ts';
import { specs, WHOLE_RANGE } from './specs.ts';

const SEED = 20_261;
const SPL = fileURLToPath(new URL('../spl/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'keepwire-any-'));
afterAll(() => rmSync(folder, { recursive: true }));
let count = 0;

/** An hour would take seconds per spec; three probes for everybody show the same. */
const REST = scenario(
  [
    { do: 'connect', peer: 'clients' },
    { do: 'send', peer: 'clients', text: 'hello' },
    { do: 'expect-echo', peer: 'clients' },
    { do: 'wait', for: ['NO_DATA_PERIOD', { times: 3, of: 'KA_SEND_PERIOD' }, { s: 1 }] },
  ],
  {
    peers: [{ name: 'clients', socket: 'each' }],
    expect: { alive: ['clients'], probesAnswered: [{ peer: 'clients', atLeast: 3 }] },
  },
);

/** fast-check's message gives the seed, the path and the spec; both go into `fc.assert` to repeat it. */
describe('any valid spec', () => {
  test('gives the same files twice, with plain names and printable ASCII', () => {
    fc.assert(
      fc.property(specs(WHOLE_RANGE), (text) => {
        const files = render(planOfText(text));
        expect(render(planOfText(text))).toEqual(files);
        expect(new Set(files.map(({ path }) => path.toLowerCase())).size).toBe(files.length);
        for (const file of files) {
          expect(file.path).toMatch(/^(\.gitattributes|[A-Za-z0-9][A-Za-z0-9._-]*)$/);
          expect(file.text).toMatch(/^[\x20-\x7e\n]*[\x20-\x7e]\n$/);
          if (/\.[ch]$/.test(file.path)) expect(longestLine(file.text)).toBeLessThanOrEqual(120);
        }
      }),
      { seed: SEED, numRuns: 60 },
    );
  });

  test('compiles without a warning for the part, and links where nothing of the vendor is needed', async () => {
    needTools('compiler', 'newlib');
    await fc.assert(
      fc.asyncProperty(specs(WHOLE_RANGE), async (text) => {
        const plan = planOfText(text);
        const files = render(plan);
        const dir = join(folder, `${count++}`);
        mkdirSync(dir);
        for (const file of files) writeFileSync(join(dir, file.path), file.text);
        const outcome = await compileFirmware({ dir, files, plan, vendorDir: SPL });
        const kind = plan.platform.name === 'spl' ? 'objects' : 'built';
        expect(outcome).toMatchObject({ kind, warnings: [] });
      }),
      { seed: SEED, numRuns: runs(4, 64) },
    );
  });

  test('echoes, keeps idle connections and notices a cut cable', async () => {
    const limits = { periodS: 12, timeoutMs: 400, count: 6 };
    await fc.assert(
      fc.asyncProperty(specs(limits), fc.integer({ min: 1, max: 1000 }), async (text, seed) => {
        const firmware = await built(text);
        for (const what of [builtIn('echo'), REST, builtIn('cable-cut')]) mustPass(firmware, what, { seed });
      }),
      { seed: SEED, numRuns: runs(4, 48) },
    );
  });
});

function longestLine(text: string): number {
  return Math.max(...text.split('\n').map((line) => line.length));
}
