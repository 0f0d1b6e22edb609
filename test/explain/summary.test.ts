/** The summary at the top of `explain`, and the width of what follows. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { planText } from '../../generator/cli/plan-text.ts';
import { filesBeside } from '../../generator/cli/read-file.ts';
import { explainText } from '../../generator/explain/explain.ts';

const EXAMPLES = join(import.meta.dirname, '../../examples');
const LEAST = { chip: 'W5500', keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 } };

function explained(text: string, columns: number, folder = EXAMPLES): readonly string[] {
  const planned = planText(text, { defaultName: 'device', readFile: filesBeside(join(folder, 'x.json')) });
  if (!planned.ok) throw new Error(JSON.stringify(planned.problems));
  return explainText(planned.value.plan, planned.value.spec, [], columns).split('\n');
}

function summaryOf(spec: object): string {
  const [name, blank, ...rest] = explained(JSON.stringify({ ...LEAST, ...spec }), 200);
  expect([name, blank]).toEqual(['device', '']);
  return rest.slice(0, rest.indexOf('')).join('\n');
}

test('the smallest spec', () => {
  expect(summaryOf({})).toBe(`summary
  device       W5500 on an STM32F103C8, platform registers
  sockets      1 server on port 5000
  probes       14 s after the last data at the latest, then every 5 s
  dead peer    detected within 18.014 s by probe
  not covered  silent-client: add primer, idle, heartbeat.send, heartbeat.expect or ask; peer-hung: add idle, heartbeat.expect or ask
  warnings     1, see "remarks"`);
});

test.each([
  [
    'no probes',
    { sockets: [{ keepalive: null, sendTimeoutS: null }] },
    /probes {7}none\n {2}dead peer {4}not detected/,
  ],
  [
    'all covered',
    { primer: { text: 'a' }, ask: { text: 'q', answer: { text: 'r' }, afterIdleS: 30, withinS: 5, tries: 3 } },
    /not covered {2}nothing$/,
  ],
  [
    'several kinds',
    { sockets: [{ count: 2 }, { role: 'client', server: { ip: '192.168.1.10', port: 7 } }] },
    /2 servers on port 5000, 1 client of 192.168.1.10:7/,
  ],
  ['different periods', { sockets: [{}, { port: 5001, keepalive: { NO_DATA_PERIOD: 60 } }] }, /differ by socket/],
  ['a guest', { mcu: { platform: 'custom' } }, /W5500, platform custom\n/],
  ['watched', { mcu: { platform: 'iolibrary' } }, /W5500, platform iolibrary, sockets watched\n/],
])('%s', (_name, spec, expected) => {
  expect(summaryOf(spec)).toMatch(expected);
});

const files = readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' }).filter((path) =>
  /^(applications\/)?[\w-]+\.json$/.test(path),
);

describe.each(files)('%s', (path) => {
  const text = readFileSync(join(EXAMPLES, path), 'utf8');

  test.each([80, 100, 120, 200])('%d columns', (columns) => {
    const lines = explained(text, columns, join(EXAMPLES, path.replace(basename(path), '')));
    // A value is not broken: an address, a register.
    const wide = lines.filter((line) => line.length > columns && line.trim().includes(' '));
    expect(wide).toEqual([]);
  });

  test('at most eight lines at 100 columns', () => {
    const lines = explained(text, 100, join(EXAMPLES, path.replace(basename(path), '')));
    expect(lines.indexOf('', 2) - 2).toBeLessThanOrEqual(8);
  });
});
