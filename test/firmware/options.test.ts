/** Every single option's firmware: for reviewers of a change as text, compiled with every warning, and nothing more than asked for. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, describe, expect, test } from 'vitest';
import { render } from '../../generator/emit/render.ts';
import { everything, OPTIONS, PLAIN } from '../../scripts/bench/options.ts';
import { planOfText, withoutVersion } from './examples.ts';
import { FLAGS } from './flags.ts';

const SPL = fileURLToPath(new URL('../spl/inc/', import.meta.url));
const CHIPS = ['W5500', 'W5200'] as const;
const folder = mkdtempSync(join(tmpdir(), 'keepwire-options-'));
afterAll(() => rmSync(folder, { recursive: true }));

function filesOf(spec: object): ReadonlyMap<string, string> {
  return new Map(render(planOfText(JSON.stringify({ ...PLAIN, ...spec }))).map(({ path, text }) => [path, text]));
}

/** Files that an option adds, and those that it changes. */
function changedBy(spec: object, chip: string): readonly (readonly [path: string, text: string])[] {
  const plain = filesOf({ chip });
  return [...filesOf({ ...spec, chip })].filter(([path, text]) => plain.get(path) !== text);
}

async function warningsOf(files: ReadonlyMap<string, string>, isSpl: boolean): Promise<string> {
  const dir = mkdtempSync(join(folder, 'c-'));
  for (const [path, text] of files) writeFileSync(join(dir, path), text);
  const sources = [...files.keys()].filter((path) => path.endsWith('.c'));
  const vendor = isSpl ? ['-DSTM32F10X_MD', '-isystem', SPL] : [];
  const { stderr } = await execa('arm-none-eabi-gcc', [...FLAGS, ...vendor, ...sources], { cwd: dir, reject: false });
  return stderr;
}

describe.each(OPTIONS.map(({ name, ...option }) => [name, option] as const))('%s', (name, { spec, chips = CHIPS }) => {
  test.each(chips)('it adds to the firmware or changes it, %s', async (chip) => {
    const changed = changedBy(spec, chip);
    expect(changed.length).toBeGreaterThan(0);
    if (chip !== 'W5500') return;
    for (const [path, text] of changed)
      await expect(withoutVersion(text)).toMatchFileSnapshot(`options/${name}/${path}`);
  });

  test.each(chips)('compiles without a warning, %s on both platforms', async (chip) => {
    for (const platform of ['registers', 'spl']) {
      expect(await warningsOf(filesOf({ ...spec, chip, mcu: { platform } }), platform === 'spl')).toBe('');
    }
  });

  test('switched off it leaves no trace', () => {
    const off = Object.keys(spec).filter((key) => !['keepalive', 'sockets', 'counters'].includes(key));
    const without = filesOf(Object.fromEntries(off.map((key) => [key, null])));
    expect([...without]).toEqual([...filesOf({})]);
  });
});

test.each(CHIPS)('everything at once compiles without a warning: %s', async (chip) => {
  for (const platform of ['registers', 'spl']) {
    expect(await warningsOf(filesOf({ ...everything(chip), mcu: { platform } }), platform === 'spl')).toBe('');
  }
});

test('what nobody asks for is not there', () => {
  const text = [...filesOf({}).values()].join('\n');
  expect(text).not.toMatch(
    /kw_(idle|heartbeat|ask|primer|send_timeout|goodbye|link|health|auto_keepalive|client|messages|texts|counters|trace)|kw_connection_(send|close|abort)|KW_STATE_CLOSING|kw_loop_stop|kw_socket_(stop|ends|heard)|KPALVTR|CLOSE\b.*0x10|CONNECT\b.*0x04/,
  );
});

test('every text of every option ends with one newline and holds no tab, trailing blank, double gap or long line', () => {
  for (const chip of CHIPS) {
    for (const spec of [
      ...OPTIONS.filter(({ chips }) => chips === undefined || chip === 'W5500').map((it) => it.spec),
      everything(chip),
    ]) {
      for (const [path, text] of filesOf({ ...spec, chip })) {
        expect(text.endsWith('\n') && !text.endsWith('\n\n'), path).toBe(true);
        expect(text, path).not.toMatch(/[\t\r]|[ ]\n|\n\n\n|\{\n\n|\n\n\}|\{\{|undefined|\[object|NaN/);
        if (!/\.[ch]$/.test(path)) continue;
        expect(Math.max(...text.split('\n').map((line) => line.length)), path).toBeLessThanOrEqual(120);
      }
    }
  }
});
