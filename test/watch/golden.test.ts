/** The text of kw_watch for reviewers of a change: `npx vitest run test/watch/golden.test.ts -u` writes it anew. */
import { describe, expect, test } from 'vitest';
import { render } from '../../generator/emit/render.ts';
import { withoutVersion } from '../firmware/examples.ts';
import { planOfText } from '../whole/firmware.ts';
import { ALL_METHODS, PERIODS, WATCH } from './firmware.ts';

const CLIENT = { role: 'client', server: { ip: '192.168.1.10', port: 5000 } };
const SPECS = {
  watched: { chip: 'W5500', sockets: [{ port: 5000, count: 2 }] },
  'watched-every-method': {
    chip: 'W5200',
    ...ALL_METHODS,
    watched: { lock: true },
    sockets: [
      { port: 5000, number: 1, sendTimeoutS: 7 },
      { ...CLIENT, number: 4 },
    ],
  },
  'watched-report': { chip: 'W5500', idle: { closeAfterS: 60 }, watched: { onDeath: 'report' } },
};

describe.each(Object.entries(SPECS))('%s', (name, spec) => {
  const files = render(planOfText(JSON.stringify({ ...WATCH, ...PERIODS, ...spec }), name));

  test.each(files.map((file) => [file.path, file] as const))('%s', async (path, file) => {
    await expect(withoutVersion(file.text)).toMatchFileSnapshot(`expected/${name}/${path}`);
  });

  test('every file ends with one newline, and no line is long', () => {
    for (const { path, text } of files) {
      expect(text.endsWith('\n') && !text.endsWith('\n\n'), path).toBe(true);
      expect(text, path).not.toMatch(/[\t\r]|[ ]\n|\n\n\n|\{\{|\}\}\}|undefined|\[object/);
      if (!/\.[ch]$/.test(path)) continue;
      expect(Math.max(...text.split('\n').map((line) => line.length)), path).toBeLessThanOrEqual(120);
    }
  });
});
