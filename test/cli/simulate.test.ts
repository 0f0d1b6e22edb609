import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { keepwire, SPEC, workIn } from './keepwire.ts';

const folder = workIn();
const at = (path: string) => join(folder.path, path);

test('a verdict beside the bound, for a person and as JSON', async () => {
  folder.write('s.json', SPEC);
  const args = ['simulate', 's.json', '--scenario', 'cable-cut'];
  const { exitCode, stdout } = await keepwire(folder.path, args);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/PASS +cable-cut: detected after [\d.]+ s, bound [\d.]+ s/);
  const document = JSON.parse((await keepwire(folder.path, [...args, '--json'])).stdout);
  expect(Object.keys(document)).toEqual(['ok', 'runs', 'application']);
  const [run] = document.runs;
  expect(run).toMatchObject({ scenario: 'cable-cut', engine: 'host', verdict: 'pass', violations: [] });
  const [detection] = run.detections;
  expect(Object.keys(detection)).toEqual(
    expect.arrayContaining(['socket', 'diedAtMs', 'closedAtMs', 'latencyMs', 'boundMs', 'reason']),
  );
  expect(detection).toMatchObject({ socket: 0, reason: 'probe-timeout' });
  expect(detection.latencyMs).toBeLessThanOrEqual(detection.boundMs);
  expect(run.timeline.length).toBeGreaterThan(10);
});

test('several scenarios; a capture each; the same seed gives the same output', async () => {
  folder.write('s.json', SPEC);
  const args = [
    'simulate',
    's.json',
    '--scenario',
    'echo',
    '--scenario',
    'peer-reboot',
    '--pcap',
    'w.pcapng',
    '--seed',
    '7',
  ];
  const { exitCode, stdout } = await keepwire(folder.path, args);
  expect(exitCode).toBe(0);
  expect(stdout.match(/PASS .*/g)).toEqual([
    'PASS  echo',
    expect.stringContaining('PASS  peer-reboot: detected after'),
  ]);
  expect(stdout).toMatch(/\n\n2 scenarios: 2 passed$/);
  for (const name of ['w-echo.pcapng', 'w-peer-reboot.pcapng']) {
    // Section header block, draft-ietf-opsawg-pcapng.
    expect(readFileSync(at(name)).readUInt32BE(0)).toBe(0x0a0d0d0a);
  }
  expect((await keepwire(folder.path, args)).stdout).toBe(stdout);
});

test('the user’s own files take part where they have been written; nothing is written for it', async () => {
  folder.write('s.json', SPEC);
  const args = ['simulate', 's.json', '--scenario', 'echo'];
  expect((await keepwire(folder.path, args)).exitCode).toBe(0);
  expect(existsSync(at('out'))).toBe(false);
  await keepwire(folder.path, ['generate', 's.json']);
  const main = at('out/s/main.c');
  writeFileSync(main, `${readFileSync(main, 'utf8')}\n/* mine */\n`);
  expect((await keepwire(folder.path, args)).stdout).toContain('With your out/s/main.c');
  writeFileSync(main, 'int main(void) { return 0; }\n');
  const returned = await keepwire(folder.path, args);
  expect(returned.exitCode).toBe(1);
  expect(returned.stdout).toMatch(/FAIL/);
  expect(returned.stdout).not.toMatch(/\d passed/); // of one run the verdict says it all
  writeFileSync(main, 'int main(void) { for (;;) { } }\n');
  const stuck = await keepwire(folder.path, args);
  expect(stuck.exitCode).toBe(1);
  expect(stuck.stdout).toMatch(/FAIL[\s\S]*main/);
  writeFileSync(main, 'int main(void {\n');
  const broken = await keepwire(folder.path, args);
  expect(broken.exitCode).toBe(1);
  expect(broken.stderr).toContain('main.c:1:');
});

test('a capture that cannot be written is an error that says why', async () => {
  folder.write('s.json', SPEC);
  const args = ['simulate', 's.json', '--scenario', 'echo', '--pcap', 'nowhere/echo.pcapng'];
  const { exitCode, stderr } = await keepwire(folder.path, args);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('cannot write to nowhere/echo.pcapng: there is no such file or folder');
});

test('a run that failed is repeated with the folder that the files came from', async () => {
  folder.write('s.json', SPEC);
  await keepwire(folder.path, ['generate', 's.json', '--out', 'fw']);
  writeFileSync(at('fw/s/main.c'), 'int main(void) { return 0; }\n');
  const args = ['simulate', 's.json', '--out', 'fw', '--scenario', 'echo', '--scenario', 'idle'];
  const { exitCode, stdout } = await keepwire(folder.path, args);
  expect(exitCode).toBe(1);
  expect(stdout).toContain('keepwire simulate s.json --out fw --scenario echo --engine host --seed 1');
  expect(stdout).toMatch(/\n2 scenarios: 0 passed, 2 failed\nfailed: echo, idle$/);
});

test('what nothing in the spec covers is counted apart, and fails the command only where coverage is required', async () => {
  folder.write('s.json', SPEC);
  const args = ['simulate', 's.json', '--scenario', 'echo', '--scenario', 'silent-client'];
  const { exitCode, stdout } = await keepwire(folder.path, args);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/\n {2}NOT COVERED {2}silent-client\n {8}client: cable cut at .*, not detected: /);
  expect(stdout).toMatch(
    /To cover it, add "primer", "idle", "heartbeat.send", "heartbeat.expect" or "ask" to the spec\./,
  );
  expect(stdout).toMatch(/\n2 scenarios: 1 passed, 1 not covered\nnot covered: silent-client$/);
  const coloured = (await keepwire(folder.path, args, { coloured: true })).stdout;
  // SGR 32 is green, 33 yellow, 39 the terminal's own colour (ECMA-48 8.3.117).
  expect(coloured).toContain('\u001b[32mPASS\u001b[39m  echo');
  expect(coloured).toContain('\u001b[33mNOT COVERED\u001b[39m  silent-client');
  expect(stripVTControlCharacters(coloured)).toBe(stdout);
  expect((await keepwire(folder.path, [...args, '--require-coverage'])).exitCode).toBe(1);
  expect(
    (await keepwire(folder.path, ['simulate', 's.json', '--scenario', 'echo', '--require-coverage'])).exitCode,
  ).toBe(0);
});

test('a scenario of the user’s own; a wrong one is reported as a spec would be', async () => {
  folder.write('s.json', SPEC);
  const scenario = { name: 'mine', title: 'Mine', steps: [{ do: 'connect' }, { do: 'send', text: 'x' }], expect: {} };
  folder.write('mine.json', JSON.stringify({ ...scenario, steps: [{ do: 'conect' }] }));
  const { exitCode, stderr } = await keepwire(folder.path, ['simulate', 's.json', '--scenario', 'mine.json']);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/mine\.json:1:\d+: error:/);
  expect((await keepwire(folder.path, ['simulate', 's.json', '--scenario', './none.json'])).exitCode).toBe(2);
});
