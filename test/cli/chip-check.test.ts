import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { keepwire, ROOT, SPEC, workIn } from './keepwire.ts';

const folder = workIn();
const { timer: _, ...CUSTOM } = JSON.parse(SPEC);
/** That of the manual. */
const [, REPORT = ''] = /```text\n([\s\S]*?)```/.exec(readFileSync(join(ROOT, 'docs/chip-check.md'), 'utf8')) ?? [];

describe('chip-check SPEC', () => {
  test('writes a folder of its own beside that of the firmware', async () => {
    folder.write('s.json', SPEC);
    const { exitCode, stdout } = await keepwire(folder.path, ['chip-check', 's.json', '--out', 'mine']);
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: expect.stringMatching(/^mine\/s-chip-check: \d+ written.*\nNext: .*keepwire peer s\.json --chip-check$/),
    });
    expect(existsSync(join(folder.path, 'mine/s-chip-check/kw_checks.c'))).toBe(true);
  });

  test('writes over no file that was edited', async () => {
    folder.write('s.json', SPEC);
    await keepwire(folder.path, ['chip-check', 's.json']);
    folder.write('out/s-chip-check/main.c', 'mine');
    const refused = await keepwire(folder.path, ['chip-check', 's.json', '--json']);
    expect(refused.exitCode).toBe(1);
    expect(JSON.parse(refused.stdout)).toMatchObject({ ok: false, outputs: [{ refused: ['main.c'] }], report: null });
    expect((await keepwire(folder.path, ['chip-check', 's.json', '--force'])).exitCode).toBe(0);
  });

  test('names the key that does not fit', async () => {
    folder.write('s.json', JSON.stringify({ ...CUSTOM, mcu: { platform: 'custom' } }));
    const { exitCode, stderr } = await keepwire(folder.path, ['chip-check', 's.json']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('/mcu/platform');
  });
});

describe('chip-check --read', () => {
  test('a value for each switch, or why there is none', async () => {
    folder.write('report.txt', REPORT);
    const { exitCode, stdout } = await keepwire(folder.path, ['chip-check', '--read', 'report.txt']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^W5500, measured by door-chip-check of keepwire [\d.]+: 3 of 30 switches\n/);
    expect(stdout).toMatch(/^ {2}retransmissions +rcr-plus-one$/m);
    expect(stdout).toMatch(/^ {2}sendKeepWhileProbing +ignored$/m);
    expect(stdout).toMatch(/^ {2}synrecvRst +not measured: the board was too slow/m);
  });

  test('as JSON, and as a table for the ledger', async () => {
    folder.write('report.txt', REPORT);
    const { stdout } = await keepwire(folder.path, ['chip-check', '--read', 'report.txt', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      report: { chip: 'W5500', switches: { retransmissions: 'rcr-plus-one', sendKeepWhileProbing: 'ignored' } },
    });
    const table = (await keepwire(folder.path, ['chip-check', '--read', 'report.txt', '--fidelity'])).stdout;
    const rows = table.split('\n').filter((line) => line.startsWith('| W5500'));
    expect(rows).toHaveLength(3);
    for (const row of rows) expect(row).toMatch(/^\| [^|]+ \| measured: [^|]+ \| `test\/[\w/.-]+\.test\.ts` \|$/);
  });

  test('says in which line a report is wrong', async () => {
    folder.write('report.txt', REPORT.replace('closed_ms=2301', 'closed_ms=2300'));
    expect(await keepwire(folder.path, ['chip-check', '--read', 'report.txt'])).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringMatching(/^error: report\.txt, line 7: the CRC-32 does not match/),
    });
  });

  test.each([
    [['chip-check'], 'a spec file is missing, or --read FILE'],
    [['chip-check', 's.json', '--read', 'report.txt'], '--read takes the report alone'],
    [['chip-check', 's.json', '--fidelity'], '--fidelity needs --read'],
    [['chip-check', '--read', 'report.txt', '--force'], '--read writes nothing'],
    [['chip-check', '--read', 'none.txt'], 'cannot be read'],
    [['peer', 's.json', '--chip-check', '--expect-within', '9'], '--chip-check does not go with --expect-within'],
  ])('%s: %s', async (args, message) => {
    const { exitCode, stderr } = await keepwire(folder.path, args);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});
