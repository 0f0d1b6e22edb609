/** Every single option's firmware, as text for reviewers of a change, and nothing more than asked for. */
import { describe, expect, test } from 'vitest';
import { render } from '../../generator/emit/render.ts';
import { everything, MEASURED_OPTIONS, PLAIN } from '../../scripts/bench/options.ts';
import { type Before, diffOf, type Files } from './against-base.ts';
import { planOfText, withoutVersion } from './examples.ts';

const CHIPS = ['W5500', 'W5200'] as const;

function filesOf(spec: object): Files {
  const files = render(planOfText(JSON.stringify({ ...PLAIN, ...spec })));
  return new Map(files.map(({ path, text }) => [path, withoutVersion(text)]));
}

/** Of the firmware without options, and, for files that this lacks, of the first option in the list that adds them. */
function filesBefore(option: string): ReadonlyMap<string, Before> {
  const before = new Map<string, Before>();
  const add = (name: string, files: Files): void => {
    for (const [path, text] of files) if (!before.has(path)) before.set(path, { name: `${name}/${path}`, text });
  };
  add('plain', filesOf({ chip: 'W5500' }));
  for (const { name, spec } of MEASURED_OPTIONS) {
    if (name === option) break;
    add(name, filesOf({ ...spec, chip: 'W5500' }));
  }
  return before;
}

describe.each(MEASURED_OPTIONS.map(({ name, ...option }) => [name, option] as const))(
  '%s',
  (name, { spec, chips = CHIPS }) => {
    test.each(chips)('it adds to the firmware or changes it, %s', async (chip) => {
      const files = filesOf({ ...spec, chip });
      expect([...files]).not.toEqual([...filesOf({ chip })]);
      if (chip !== 'W5500') return;
      await expect(diffOf(filesBefore(name), files)).toMatchFileSnapshot(`options/${name}.diff`);
    });

    test('switched off it leaves no trace', () => {
      const off = Object.keys(spec).filter(
        (key) => !['keepalive', 'sockets', 'counters', 'sentHook', 'wiring'].includes(key),
      );
      const least = { sendTimeoutS: null }; // the one that is on by default
      const without = filesOf({ ...least, ...Object.fromEntries(off.map((key) => [key, null])) });
      expect([...without]).toEqual([...filesOf(least)]);
    });
  },
);

test('what nobody asks for is not there', () => {
  const text = [...filesOf({}).values()].join('\n');
  expect(text).not.toMatch(
    /kw_(idle|heartbeat|ask|primer|goodbye|link|health|auto_keepalive|client|messages|texts|counters|trace|watchdog)|kw_connection_(send|close)\b|kw_loop_stop|kw_socket_(stop|ends|heard)|KPALVTR|CONNECT\b.*0x04/,
  );
});

test('every text of every option ends with one newline and holds no tab, trailing blank, double gap or long line', () => {
  for (const chip of CHIPS) {
    for (const spec of [
      ...MEASURED_OPTIONS.filter(({ chips }) => chips === undefined || chip === 'W5500').map((it) => it.spec),
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
