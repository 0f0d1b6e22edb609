/** A method that keepwire does not have, put into a copy of it as one folder, its C and its line in the registry. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { copyCheckout, ROOT } from '../../scripts/copy-checkout.ts';

const FIXTURE = fileURLToPath(new URL('dummy', import.meta.url));

const SPEC = {
  chip: 'W5500',
  keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 },
  timer: { prescaler: 71 },
  curfew: { text: 'late\n', afterS: 20 },
};
const HELLO = [
  { do: 'connect', peer: 'client' },
  { do: 'send', peer: 'client', text: 'hello' },
  { do: 'expect-echo', peer: 'client' },
];
const GONE = { do: 'wait-until', peer: 'client', is: 'detected' };
const scenario = (steps: readonly object[], expect: object = {}): object => ({
  ...{ name: 'mine', title: 'Mine', peers: [{ name: 'client' }] },
  ...{ steps: [...HELLO, ...steps], expect },
});
const detected = (as: string): object => ({ detected: [{ peer: 'client', as, reason: 'curfew' }] });

const SCENARIOS = {
  hung: scenario([{ do: 'hang', peer: 'client' }, GONE], detected('peer-hung')),
  called: scenario([{ do: 'say-curfew', peer: 'client' }, GONE], detected('curfew-called')),
  alive: scenario([{ do: 'wait', for: { s: 30 } }]),
};

interface Said {
  readonly exitCode: number;
  readonly out: string;
  // biome-ignore lint/suspicious/noExplicitAny: documents of several commands
  readonly json: any;
}

let copy = '';
let device: Server;
let heard = '';
let outcomes: Readonly<Record<string, Said>> = {};
const said = (name: string): Said => outcomes[name] ?? { exitCode: -1, out: '', json: null };

/** Adds the method to a fresh copy, as CONTRIBUTING.md says. */
function addMethod(): void {
  copyCheckout(copy);
  cpSync(FIXTURE, copy, { recursive: true });
  const registry = join(copy, 'generator/methods/registry.ts');
  const text = readFileSync(registry, 'utf8').replace(/(readonly Method\[\] = \[\n?)/, '$1  curfew,');
  writeFileSync(registry, `import { curfew } from './curfew/index.ts';\n${text}`);
  const generated = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/generate-schemas.ts'], { cwd: copy });
  if (generated.status !== 0) throw new Error(generated.stderr.toString());
}

/** A device of which `keepwire peer` is the far side: it sends nothing, and takes what it gets. */
async function listen(): Promise<number> {
  device = createServer((socket) => {
    socket.on('data', (bytes) => {
      heard += bytes;
    });
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => device.listen(0, '127.0.0.1', resolve));
  return (device.address() as AddressInfo).port;
}

function writeJson(name: string, value: unknown): string {
  writeFileSync(join(copy, name), JSON.stringify(value));
  return name;
}

beforeAll(async () => {
  copy = mkdtempSync(join(tmpdir(), 'keepwire-method-'));
  addMethod();
  const spec = writeJson('door.json', SPEC);
  const early = writeJson('early.json', { ...SPEC, curfew: { afterS: 9 } });
  const off = writeJson('off.json', { ...SPEC, sockets: [{ port: 5000, curfew: null }] });
  const play = (name: string, value: object): [string, string[]] => {
    return [name, ['simulate', spec, '--scenario', writeJson(`${name}.json`, value), '--json']];
  };
  const commands = {
    validate: ['validate', spec, early, '--json'],
    explain: ['explain', spec],
    plan: ['explain', spec, '--json'],
    off: ['explain', off, '--json'],
    solve: ['solve', spec, '--detect-within', '60', '--json'],
    generate: ['generate', spec],
    ...Object.fromEntries(Object.entries(SCENARIOS).map(([name, value]) => play(name, value))),
    peer: ['peer', spec, '--host', '127.0.0.1', '--port', `${await listen()}`, '--every', '0', '--for', '1'],
  };
  const args = ['--import', 'tsx', 'drive.ts', writeJson('commands.json', commands), 'outcomes.json'];
  const env = { XDG_CACHE_HOME: join(ROOT, 'node_modules/.cache') };
  await execa(process.execPath, args, { cwd: copy, env });
  outcomes = JSON.parse(readFileSync(join(copy, 'outcomes.json'), 'utf8'));
});
afterAll(() => {
  device?.close();
  rmSync(copy, { recursive: true, force: true });
});

test('validate knows its schema and its rules', () => {
  const [door, early] = said('validate').json.specs;
  expect(door.problems).toEqual([]);
  expect(early.problems).toMatchObject([{ pointer: '/curfew/afterS', rule: 'curfew/after-probes', line: 1 }]);
});

describe('explain', () => {
  test('says what it detects, and how soon', () => {
    const { exitCode, out } = said('explain');
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^ +peer-hung +curfew 20\.016 s \(10 s\); not detected by probe, retransmission of data$/m);
    expect(out).toMatch(/^ +curfew-called +curfew 0\.116 s \(0\.1 s\)$/m);
    expect(out).toContain('A curfew ends connections of living peers, too.');
  });
  test('a socket has it from the top level unless it has a null of its own', () => {
    const watch = (name: string): unknown => said(name).json.plan.sockets[0].watch.curfew;
    expect(watch('plan')).toEqual({ message: [...Buffer.from('late\n')], afterMs: 20_000 });
    expect(watch('off')).toBeNull();
  });
});

test('solve names it among the methods that stay as they are', () => {
  expect(said('solve').json.reasons.join('\n')).toContain('"curfew" of this spec may notice sooner');
});

test('generate writes its C and its end reason', () => {
  expect(said('generate').exitCode, said('generate').out).toBe(0);
  const file = (name: string): string => readFileSync(join(copy, 'out/door', name), 'utf8');
  expect(file('kw_curfew.c')).toMatch(/limits\[KW_SOCKET_COUNT\] = \{\n {4}20000U,\n\};/);
  expect(file('kw_end.h')).toMatch(/KW_END_CURFEW = 12/);
});

describe('simulate', () => {
  test.each([
    ['hung', 'a peer that hangs is detected by it'],
    ['called', 'a peer can send its message'],
    ['alive', 'it may close the connection of a living peer'],
  ])('%s: %s', (name) => {
    const { json, out } = said(name);
    const [run] = json?.runs ?? [];
    expect(run?.verdict, out + JSON.stringify(run?.reasons)).toBe('pass');
    const ends = run.timeline.flatMap((event: { reason?: string; what?: string }) =>
      event.what === 'ended' ? [event.reason] : [],
    );
    expect(ends[0]).toBe('curfew');
  });
});

test('peer closes with its message', () => {
  expect(said('peer').out).toMatch(/^Ended after .*: 1 connection \(1 stopped\)/m);
  expect(heard).toBe('late\n');
});
