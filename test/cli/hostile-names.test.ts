/** Names and titles with what a terminal, a browser or a reader of lines would act upon. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keepwire, SPEC, workIn } from './keepwire.ts';

const folder = workIn();
const TITLE = 'a\u009b31m "q" \u2028 </script><b> $end';
const connected = { name: 'x', title: TITLE, steps: [{ do: 'connect', peer: 'client' }] };

test('a file is told in one line, whatever its name, and a title does no harm in any of them', async () => {
  folder.write('s.json', SPEC);
  folder.write('x.json', JSON.stringify(connected));
  const names = { pcap: 'a\nerror: no.p', vcd: 'q"\u001b[31m.v', report: '<b>\u009b1m\n.html' };
  const options = Object.entries(names).flatMap(([option, name]) => [`--${option}`, name]);
  const { exitCode, stdout } = await keepwire(folder.path, [
    ...['simulate', 's.json', '--scenario', './x.json', ...options],
  ]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain(
    '\ncapture  a\\u000aerror: no.p\nlines    q"\\u001b[31m.v\nreport  <b>\\u009b1m\\u000a.html',
  );
  expect(stdout).not.toMatch(/[^\P{Cc}\n]/u);
  const page = readFileSync(join(folder.path, names.report), 'utf8');
  expect(page).not.toMatch(/<\/script><b>|<b>/);
  expect(readFileSync(join(folder.path, names.vcd), 'utf8').match(/\$end \$end/)).toBeNull();
});

test.each([
  ['--pcap', 'no\nwhere/x'],
  ['--elf', 'no\nwhere'],
])('an error about %s is one line', async (option, name) => {
  folder.write('s.json', SPEC);
  const { exitCode, stderr } = await keepwire(folder.path, ['simulate', 's.json', option, name]);
  expect(stderr).toMatch(/^error: .*no\\u000awhere[^\n]*: there is no such file or folder$/);
  expect(exitCode).toBe(2);
});

test('a scenario that may last a hundred days is run, a longer one is refused before', async () => {
  const week = { do: 'wait-until', is: 'connected', peer: 'client', limit: { s: 7 * 86_400 } };
  const weeks = (count: number): string => {
    const steps = [...connected.steps, ...Array(count).fill(week)];
    return JSON.stringify({ ...connected, steps });
  };
  folder.write('s.json', SPEC);
  folder.write('x.json', weeks(14));
  folder.write('y.json', weeks(15));
  const simulate = (file: string) => keepwire(folder.path, ['simulate', 's.json', '--scenario', file]);
  expect((await simulate('./x.json')).exitCode).toBe(0);
  expect(await simulate('./y.json')).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: 'error: ./y.json may last 106 days with this spec; 100 are allowed: shorten its waits',
  });
});
