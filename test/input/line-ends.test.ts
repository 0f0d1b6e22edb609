/** Files with the line ends of Windows, as an editor or git writes them there: the same specification, and the same firmware. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { render } from '../../generator/emit/render.ts';
import { parseSpec } from '../../generator/input/index.ts';
import { starterSpec } from '../../generator/input/starter.ts';
import { planOf } from '../../generator/plan/plan.ts';
import { PROJECTS, reading } from '../cubemx/read.ts';
import { summaryOf } from '../cubemx/summary.ts';

const windows = (text: string): string => text.replaceAll('\n', '\r\n');

function projectOf(text: string): object {
  const read = reading(text);
  if (!read.ok) throw new Error(JSON.stringify(read.refusal));
  return summaryOf(read.value);
}

test('a specification with comments: the same firmware, with the line ends of every machine', () => {
  const text = starterSpec({});
  const firmware = [text, windows(text)].map((it) => {
    const parsed = parseSpec(it, { defaultName: 'device' });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    return render(planOf(parsed.value));
  });
  expect(firmware[1]).toEqual(firmware[0]);
  for (const { path, text: c } of firmware[0] ?? []) expect(c, path).not.toContain('\r');
});

test('a mistake has the same line and column', () => {
  const text = '{\n  "chip": "W5500",\n  "keepalive": { "NO_DATA_PERIOD": 10 }\n}\n';
  const problems = [text, windows(text)].map((it) => {
    const parsed = parseSpec(it, { defaultName: 'device' });
    return parsed.ok ? [] : parsed.problems.map(({ line, column, pointer }) => `${line}:${column} ${pointer}`);
  });
  expect(problems[0]).not.toEqual([]);
  expect(problems[1]).toEqual(problems[0]);
});

test.each(['f103/gauge.ioc', 'h723/press.ioc'])('%s', (path) => {
  const text = readFileSync(join(PROJECTS, path), 'utf8').replaceAll('\r\n', '\n');
  expect(projectOf(windows(text))).toEqual(projectOf(text));
});
