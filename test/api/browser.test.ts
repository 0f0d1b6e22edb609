/** The built libraries in headless Chromium give what the sources give in Node. */
import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import * as keepwire from '../../generator/index.ts';
import { EXAMPLES } from '../firmware/examples.ts';
import { withChromium } from '../report/html/browser.ts';
import { brisk } from '../report/html/runs.ts';
import { builtIn, play } from '../whole/play.ts';
import { outcomeOf } from './outcome.ts';

const ROOT = join(import.meta.dirname, '../..');
const SITE = 'http://keepwire.test';
const TYPES: Readonly<Record<string, string>> = { '.mjs': 'text/javascript', '.html': 'text/html' };

/** Serves `dist/` to the page, under a name that no other server has. */
async function serve(page: Page): Promise<void> {
  await page.route(`${SITE}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    const body = pathname === '/index.html' ? '<title>keepwire</title>' : readFileSync(join(ROOT, 'dist', pathname));
    await route.fulfill({ body, contentType: TYPES[extname(pathname)] ?? 'text/plain' });
  });
  await page.goto(`${SITE}/index.html`);
}

/** Runs JavaScript in the page; as a text, because the tests' own imports are not those of the page. */
const evaluate = <T>(page: Page, script: string): Promise<T> => page.evaluate(`(async () => { ${script} })()`);

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const MINIMAL = { chip: 'W5500', keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 }, timer: { prescaler: 71 } };
const FAULTY = {
  typos:
    '{ "chip": "W5050",\n  "keepalive": { "NO_DATA_PERIOD": 10, "KA_SENDPERIOD": 5 },\n  "timer": { "prescaler": 70 } }',
  'no-json': '{ "chip": ',
  'too-slow': JSON.stringify({ ...MINIMAL, detection: { maxSeconds: 1 } }),
};

withChromium('the libraries in Chromium', (open) => {
  test('keepwire: the same plan, text and files of each example, the same problems', async () => {
    const examples = EXAMPLES.map((name) => [name, readFileSync(join(ROOT, 'examples', `${name}.json`), 'utf8')]);
    const specs = [...examples, ...Object.entries(FAULTY)] as [name: string, text: string][];
    const { page, complaints } = await open('<title>keepwire</title>');
    await serve(page);
    const outcomes = await evaluate<readonly ReturnType<typeof outcomeOf>[]>(
      page,
      `const library = await import('${SITE}/index.mjs');
       return ${JSON.stringify(specs)}.map(([name, text]) => (${outcomeOf})(library, text, name));`,
    );
    for (const [index, [name, text]] of specs.entries()) {
      expect(outcomes[index], name).toEqual(plain(outcomeOf(keepwire, text, name)));
    }
    expect(outcomes.map(({ problems }) => problems.map(({ rule, line }) => [rule, line]))).toEqual([
      ...EXAMPLES.map(() => []),
      [
        ['shape/enum', 1],
        ['shape/unknown-key', 2],
        ['timer/prescaler-exact', 3],
      ],
      [['text/syntax', 1]],
      [['detection/budget', 1]],
    ]);
    expect(complaints).toEqual([]);
  });

  test('keepwire/simulator: the same run of the same firmware', async () => {
    const firmware = await brisk();
    const { page, complaints } = await open('<title>keepwire</title>');
    await serve(page);
    const run = await evaluate(
      page,
      `const { farSideOf } = await import('${SITE}/index.mjs');
       const { BUILT_IN, createHostEngine, runScenario } = await import('${SITE}/simulator.mjs');
       const wasm = Uint8Array.from(atob('${Buffer.from(firmware.wasm).toString('base64')}'), (it) => it.charCodeAt(0));
       const scenario = BUILT_IN.find(({ name }) => name === 'cable-cut');
       const engine = (board) => createHostEngine({ ...board, wasm });
       const run = runScenario({ plan: ${JSON.stringify(firmware.plan)}, scenario, farSideOf, engine });
       return JSON.parse(JSON.stringify(run));`,
    );
    expect(run).toEqual(plain(play(firmware, builtIn('cable-cut'))));
    expect(run).toMatchObject({ verdict: 'pass' });
    expect(complaints).toEqual([]);
  });
});
