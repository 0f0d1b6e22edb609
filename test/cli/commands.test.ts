import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { installed } from './installed.ts';
import { keepwire, ROOT, SPEC, workIn } from './keepwire.ts';

const folder = workIn();
const json = async (args: readonly string[], input?: string) => {
  const all = [...args, '--json'];
  const outcome = await (input === undefined ? keepwire(folder.path, all) : installed(folder.path, all, { input }));
  return { ...outcome, document: JSON.parse(outcome.stdout) };
};

describe('validate', () => {
  test('accepts', async () => {
    folder.write('s.json', SPEC);
    expect(await keepwire(folder.path, ['validate', 's.json'])).toMatchObject({
      exitCode: 0,
      stdout: '1 spec is valid',
    });
    const { exitCode, document } = await json(['validate', 's.json']);
    expect({ exitCode, document }).toEqual({
      exitCode: 0,
      document: {
        ok: true,
        specs: [{ file: 's.json', problems: [], warnings: [expect.stringContaining('never sends')] }],
      },
    });
  });

  test('lists every problem of every file with its place', async () => {
    folder.write('a.json', '{\n  "chip": "W550",\n  "keepalive": { "NO_DATA_PERIOD": 10, "KA_SEND_PERIOD": 5 }\n}');
    folder.write('b.json', SPEC);
    const { exitCode, document, stderr } = await json(['validate', 'a.json', 'b.json', 'none.json']);
    expect(exitCode).toBe(2);
    expect(document.ok).toBe(false);
    expect(
      document.specs.map(({ file, problems }: { file: string; problems: unknown[] }) => [file, problems.length > 0]),
    ).toEqual([
      ['a.json', true],
      ['b.json', false],
      ['none.json', true],
    ]);
    expect(document.specs[0].problems).toContainEqual(
      expect.objectContaining({ pointer: '/chip', line: 2, column: 11 }),
    );
    expect(stderr).toContain('a.json:2:11: error:');
  });

  test('reads stdin', async () => {
    const spec = JSON.stringify({ ...JSON.parse(SPEC), primer: { text: 'hello' } });
    const { document, stderr } = await json(['validate', '-'], spec);
    expect({ document, stderr }).toEqual({
      document: { ok: true, specs: [{ file: '-', problems: [], warnings: [] }] },
      stderr: '',
    });
  });

  test('warns of a client that nothing would ever notice, and is content all the same', async () => {
    folder.write('s.json', SPEC);
    const { exitCode, stderr } = await keepwire(folder.path, ['validate', 's.json']);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: expect.stringMatching(/^s\.json: warning: A peer that connects and never sends data is never probed/),
    });
  });

  test('--strict accepts the least spec, and refuses one that watches no peer', async () => {
    folder.write('least.json', SPEC);
    folder.write('blind.json', JSON.stringify({ ...JSON.parse(SPEC), sockets: [{ port: 5000, keepalive: null }] }));
    const least = await keepwire(folder.path, ['validate', 'least.json', '--strict']);
    expect([least.exitCode, least.stderr]).toEqual([0, expect.stringMatching(/^least\.json: warning: A peer that/)]);
    const blind = await keepwire(folder.path, ['validate', 'blind.json', '--strict']);
    expect([blind.exitCode, blind.stderr]).toEqual([
      2,
      expect.stringMatching(/^blind\.json: error: No method of the spec detects/),
    ]);
  });
});

describe('explain', () => {
  test('prints the plan', async () => {
    folder.write('s.json', SPEC);
    const { exitCode, stdout } = await keepwire(folder.path, ['explain', 's.json']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('cable-cut');
    const [, defaults = ''] = stdout.split('\ndefaults\n');
    expect(defaults).toMatch(/^ {2}\/mcu\/part +"STM32F103C8"$/m);
    expect(defaults).not.toContain('/chip');
    const { document } = await json(['explain', 's.json']);
    expect(Object.keys(document)).toEqual(['ok', 'version', 'plan']);
    expect(document.plan).toMatchObject({ name: 's', timer: { psc: 71, arr: 999, errorPpm: 0 } });
  });
});

describe('generate', () => {
  test('writes, then has nothing to do, then refuses what was edited', async () => {
    folder.write('s.json', SPEC);
    const first = await json(['generate', 's.json']);
    expect(first.exitCode).toBe(0);
    expect(Object.keys(first.document)).toEqual(['ok', 'outputs']);
    const [output] = first.document.outputs;
    expect(Object.keys(output)).toEqual(
      expect.arrayContaining(['name', 'dir', 'written', 'unchanged', 'removed', 'refused', 'stale']),
    );
    expect(output).toMatchObject({ name: 's', dir: 'out/s', unchanged: [], removed: [], refused: [], stale: [] });
    expect(output.written.toSorted()).toEqual(
      readdirSync(join(folder.path, 'out/s'))
        .filter((n) => n !== '.keepwire.json')
        .sort(),
    );
    expect((await json(['generate', 's.json'])).document.outputs[0]).toMatchObject({
      written: [],
      unchanged: output.written,
    });
    writeFileSync(join(folder.path, 'out/s/kw_port.h'), 'edited\n');
    const refused = await json(['generate', 's.json']);
    expect(refused.exitCode).toBe(1);
    expect(refused.document).toMatchObject({ ok: false, outputs: [{ written: [], refused: ['kw_port.h'] }] });
    expect(refused.stderr).toContain('--force');
    expect((await keepwire(folder.path, ['generate', 's.json', '--force'])).exitCode).toBe(0);
    expect(readFileSync(join(folder.path, 'out/s/kw_port.h'), 'utf8')).not.toBe('edited\n');
  });

  test('--check shows a unified diff and changes nothing', async () => {
    folder.write('s.json', SPEC);
    await keepwire(folder.path, ['generate', 's.json']);
    expect(await keepwire(folder.path, ['generate', 's.json', '--check'])).toMatchObject({ exitCode: 0, stderr: '' });
    folder.write('s.json', SPEC.replace('"NO_DATA_PERIOD":10', '"NO_DATA_PERIOD":20'));
    const { exitCode, stdout, stderr } = await keepwire(folder.path, ['generate', 's.json', '--check']);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^--- out\/s\/kw_config\.h$/m);
    expect(stdout).toMatch(/^\+\+\+ kw_config\.h$/m);
    expect(stdout).toMatch(/^-.*\b10U?\b/m);
    expect(stdout).toMatch(/^\+.*\b20U?\b/m);
    expect(stderr).toContain('not as generated');
    const { document } = await json(['generate', 's.json', '--check']);
    expect(document).toMatchObject({ ok: false, outputs: [{ written: [], refused: [] }] });
    expect(document.outputs[0].stale).toContain('kw_config.h');
    folder.write('s.json', SPEC);
    expect((await keepwire(folder.path, ['generate', 's.json', '--check'])).exitCode).toBe(0);
  });

  test('--dry-run and --out', async () => {
    folder.write('s.json', SPEC);
    const { document } = await json(['generate', 's.json', '--dry-run', '--out', 'elsewhere']);
    expect(document.outputs[0]).toMatchObject({ dir: 'elsewhere/s' });
    expect(readdirSync(folder.path)).toEqual(['s.json']);
  });

  test('several specs: all or, where one is not valid, none', async () => {
    folder.write('a.json', SPEC);
    folder.write('b.json', SPEC);
    folder.write('wrong.json', '{}');
    expect((await keepwire(folder.path, ['generate', 'a.json', 'wrong.json', 'b.json'])).exitCode).toBe(2);
    expect(readdirSync(folder.path)).not.toContain('out');
    expect((await keepwire(folder.path, ['generate', 'a.json', 'b.json'])).exitCode).toBe(0);
    expect(readdirSync(join(folder.path, 'out')).sort()).toEqual(['a', 'b']);
  });

  test('two specs of one name, where case does not count, are refused', async () => {
    folder.write('a.json', SPEC);
    folder.write('A.JSON', SPEC.replace('{', '{"name":"A",'));
    const { exitCode, stderr } = await keepwire(folder.path, ['generate', 'a.json', 'A.JSON']);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/both have the name|name/);
    expect(readdirSync(folder.path)).not.toContain('out');
  });
});

describe('init', () => {
  test('writes a valid spec, and never over a file', async () => {
    const { exitCode, document } = await json([
      'init',
      'door.json',
      '--chip',
      'W5200',
      '--no-data-period',
      '7',
      '--port',
      '502',
    ]);
    expect({ exitCode, document }).toEqual({ exitCode: 0, document: { ok: true, file: 'door.json' } });
    const plan = (await json(['explain', 'door.json'])).document.plan;
    const sockets = [{ port: 502, keepalive: { NO_DATA_PERIOD: 7 } }];
    expect(plan).toMatchObject({ chip: { name: 'W5200' }, sockets });
    const before = readFileSync(join(folder.path, 'door.json'), 'utf8');
    const again = await keepwire(folder.path, ['init', 'door.json']);
    expect(again).toMatchObject({ exitCode: 2 });
    expect(again.stderr).toContain('init overwrites no file');
    expect(readFileSync(join(folder.path, 'door.json'), 'utf8')).toBe(before);
  });

  test('writes to stdout when the file is -', async () => {
    const { exitCode, stdout } = await keepwire(folder.path, ['init', '-', '--port', '502']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^\{\n.*"port": 502.*\n\}$/s);
    expect((await json(['init', '-', '--port', '502'])).document).toEqual({ ok: true, file: '-', text: `${stdout}\n` });
    expect(readdirSync(folder.path)).toEqual([]);
    folder.write('s.json', stdout);
    expect((await keepwire(folder.path, ['validate', 's.json'])).exitCode).toBe(0);
  });

  test('without a terminal it does not ask', async () => {
    expect((await keepwire(folder.path, ['init'])).exitCode).toBe(0);
    expect((await keepwire(folder.path, ['validate', 'keepwire.json'])).exitCode).toBe(0);
  });

  test('an editor is pointed to the schema of the keepwire that is installed, and nowhere when there is none', async () => {
    mkdirSync(join(folder.path, 'boards/door'), { recursive: true });
    const schemaIn = (file: string) => /"\$schema": (".*")/.exec(readFileSync(join(folder.path, file), 'utf8'))?.[1];
    await keepwire(folder.path, ['init', 'without.json']);
    expect(schemaIn('without.json')).toBeUndefined();
    mkdirSync(join(folder.path, 'node_modules'));
    symlinkSync(ROOT, join(folder.path, 'node_modules/keepwire'), 'dir');
    await keepwire(folder.path, ['init', 'boards/door/with.json']);
    expect(schemaIn('boards/door/with.json')).toBe('"../../node_modules/keepwire/schemas/spec.schema.json"');
    await keepwire(folder.path, ['init', 'beside.json']);
    expect(schemaIn('beside.json')).toBe('"./node_modules/keepwire/schemas/spec.schema.json"');
  });

  test('wrong flags are problems, and nothing is written', async () => {
    const { exitCode, stderr } = await keepwire(folder.path, ['init', 's.json', '--chip', 'W5300', '--ip', '1.2.3']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('/chip');
    expect(stderr).toContain('/network/ip');
    expect(readdirSync(folder.path)).toEqual([]);
  });
});

test('scenarios lists the built-in ones', async () => {
  const { document } = await json(['scenarios']);
  const names = document.scenarios.map(({ name }: { name: string }) => name);
  expect(names.toSorted()).toEqual([
    'all-slots-dead',
    'cable-cut',
    'chip-absent-at-start',
    'chip-reset',
    'cut-while-sending',
    'echo',
    'fin-at-once',
    'idle',
    'lossy-link',
    'nat-forgets',
    'nat-kept-open',
    'noisy-spi',
    'one-way-cut',
    'orderly-close',
    'peer-hung',
    'peer-keepalive',
    'peer-reboot',
    'power-cut',
    'same-port',
    'silent-client',
    'ws-close-both',
    'ws-dies-mid-message',
    'ws-handshake-drip',
    'ws-tab-hangs',
    'zero-window',
  ]);
  const { stdout } = await keepwire(folder.path, ['scenarios']);
  expect(stdout.split('\n')).toHaveLength(25);
});
