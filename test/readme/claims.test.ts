/** Compares the tables and sentences of README.md and docs with the program. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { KeepalivePlan } from '../../contract/device.ts';
import type { Plan } from '../../contract/plan.ts';
import type { TrafficPlan } from '../../contract/promises.ts';
import { COMMANDS, type CommandRow } from '../../generator/cli/commands.ts';
import { TOOLS } from '../../scripts/setup/tools.mjs';
import { keepwire, ROOT, workIn } from '../cli/keepwire.ts';
import { blocksOf, tableOf } from './blocks.ts';
import { PAGES, pageOf } from './pages.ts';

const METHODS = pageOf('docs/methods.md');
const PATIENT = blocksOf(METHODS).find(({ info }) => info === 'patient.json')?.text ?? '';
const DOCUMENTS = [
  'README.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((path) => path.endsWith('.md'))
    .map((path) => `docs/${path}`),
  'examples/README.md',
];
const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const folder = workIn();
const numbersIn = (text = ''): number[] => (text.match(/[\d.]+/g) ?? []).map(Number);

async function explained(spec: object): Promise<Plan> {
  folder.write('s.json', JSON.stringify({ chip: 'W5500', timer: { prescaler: 71 }, ...spec }));
  return JSON.parse((await keepwire(folder.path, ['explain', 's.json', '--json'])).stdout).plan;
}

const boundOf = (plan: Plan): number => plan.detection.find(({ failure }) => failure === 'cable-cut')?.boundMs ?? 0;

function probedSocketOf({ sockets: [socket] }: Plan): { keepalive: KeepalivePlan; traffic: TrafficPlan } {
  if (!socket?.keepalive || !socket.traffic) throw new Error('the first socket is not probed');
  return { keepalive: socket.keepalive, traffic: socket.traffic };
}

describe('how long detection takes', () => {
  const rows = tableOf(METHODS, '`keepalive`');

  test.each(rows)('%s, %s', async (periods, retransmission, firstProbe, timeout, bound) => {
    const [NO_DATA_PERIOD, KA_SEND_PERIOD] = numbersIn(periods);
    const [timeoutMs, count] = numbersIn(retransmission);
    const plan = await explained({
      keepalive: { NO_DATA_PERIOD, KA_SEND_PERIOD },
      ...(retransmission?.includes('default') ? {} : { retransmission: { timeoutMs, count } }),
    });
    expect(plan.retransmission).toMatchObject({ timeoutMs, count });
    const { firstProbeEarliestMs, firstProbeLatestMs } = probedSocketOf(plan).keepalive;
    expect(numbersIn(firstProbe)).toEqual([firstProbeEarliestMs / 1000, firstProbeLatestMs / 1000]);
    expect(numbersIn(timeout)).toEqual([plan.retransmission.tcpTimeoutMs / 1000]);
    expect(numbersIn(bound)).toEqual([boundOf(plan) / 1000]);
  });

  test('the question that the datasheets leave open is avoided by default, and warned of as shown', async () => {
    const keepalive = { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 };
    const keysOf = ({ warnings }: Plan): string[] => warnings.map(({ key }) => key);
    const usual = await explained({ keepalive });
    expect(keysOf(usual)).not.toContain('held-probes');
    expect(METHODS).toContain(`out of reach for ${usual.retransmission.tcpTimeoutMs / 1000} s`);
    const plan = await explained(JSON.parse(PATIENT));
    expect(keysOf(plan)).toContain('held-probes');
    expect(METHODS).toContain(`the TCP timeout, ${plan.retransmission.tcpTimeoutMs / 1000} s`);
  });
});

test('what a bad wire costs is what the formula gives', async () => {
  const keepalive = { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 };
  const plans = [await explained({ keepalive }), await explained(JSON.parse(PATIENT))];
  const [usual] = plans;
  expect(METHODS).toContain(`(1 − (1 − p)²)${'⁰¹²³⁴⁵⁶⁷⁸⁹'[(usual?.retransmission.count ?? Number.NaN) + 1]}`);
  const rows = tableOf(METHODS, 'loss').map((row) => row.map((cell) => numbersIn(cell)[0] ?? Number.NaN));
  expect(rows.length).toBeGreaterThan(3);
  const thousandths = /From ([\d.]+) % on, one connection in a thousand[^;]*; with a count of 8, from\s([\d.]+) %/.exec(
    METHODS,
  );
  for (const [index, plan] of plans.entries()) {
    const perDay = closesPerDay(plan);
    for (const row of rows) {
      const closed = row[index + 1] ?? Number.NaN;
      const places = `${closed}`.replace(/^0\.0*|\./g, '').length;
      expect(Number(perDay((row[0] ?? Number.NaN) / 100).toPrecision(places))).toBeCloseTo(closed, 9);
    }
    const oneInThousand = Number(thousandths?.[index + 1]) / 100;
    expect(perDay(oneInThousand - 0.0005)).toBeLessThan(0.001);
    expect(perDay(oneInThousand + 0.0005)).toBeGreaterThan(0.001);
  }
});

/** By the share of frames that is lost each way. */
function closesPerDay(plan: Plan): (loss: number) => number {
  const { probesPerDay } = probedSocketOf(plan).traffic;
  return (loss) => probesPerDay * (1 - (1 - loss) ** 2) ** (plan.retransmission.count + 1);
}

describe('the first hour', () => {
  const STARTED = pageOf('docs/getting-started.md');

  test('the spec of each board that is named is right', async () => {
    const rows = tableOf(STARTED, 'board');
    const parts = rows.flatMap(([, spec = '']) => /`\{?(".*)`/.exec(spec)?.[1] ?? []);
    expect(parts.length).toBeGreaterThan(1);
    const keepalive = { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 };
    for (const keys of parts) {
      const { mcu } = await explained({ keepalive, timer: undefined, ...JSON.parse(`{${keys}}`) });
      expect(keys).toContain(mcu.part);
    }
  });

  test.each([
    [
      'docs/getting-started.md',
      ['Blue Pill', 'Nucleo', '.hex', '.bin', 'st-flash', 'openocd', 'gdb', 'MAC', 'Upgrade'],
    ],
    ['docs/getting-started.md', ['~/.cache/keepwire', 'Windows', 'macOS', '`network.mac`']],
    ['docs/firmware.md', ['send without being asked', 'close a connection', 'Several devices', 'DHCP']],
  ] as const)('%s says what newcomers look for: %j', (page, words) => {
    for (const word of words) expect(pageOf(page)).toContain(word);
  });
});

describe('the reference', () => {
  test('names every command with its options and the keys of its JSON document', () => {
    const rows = tableOf(pageOf('docs/cli.md'), 'command').map(([command = '', options = '', json = '']) => [
      command.replaceAll('`', ''),
      [...options.matchAll(/--([\w-]+)/g)].map((match) => match[1]),
      [...json.replaceAll(/\[.*\]/g, '').matchAll(/\w+/g)].map(String),
    ]);
    const wanted = Object.entries(COMMANDS).map(([name, row]: [string, CommandRow]) => [
      `${name} ${row.positional}`.trim(),
      [...row.options],
      ['ok', ...Object.keys(row.empty)],
    ]);
    expect(rows).toEqual(wanted);
  });

  test('lists the built-in scenarios as the command does', async () => {
    const { stdout } = await keepwire(folder.path, ['scenarios']);
    const rows = tableOf(pageOf('docs/simulation.md'), 'scenario').map(
      ([name = '', title]) => `${name.replaceAll('`', '')}: ${title}`,
    );
    expect(rows).toEqual(stdout.split('\n').map((line) => line.replace(/ {2,}/, ': ')));
  });

  test('names every file that is generated', async () => {
    folder.write('door.json', blocksOf(pageOf('README.md')).find(({ info }) => info === 'door.json')?.text ?? '');
    const { stdout } = await keepwire(folder.path, ['generate', 'door.json', '--json']);
    const written: readonly string[] = JSON.parse(stdout).outputs[0].written;
    const named = tableOf(pageOf('docs/firmware.md'), 'files').map(([files = '']) => files);
    const alone = written.filter((path) => !path.endsWith('.h') || !written.includes(path.replace(/h$/, 'c')));
    for (const path of alone) expect(named.join()).toContain(`\`${path}\``);
  });

  test('counts the parts', () => {
    const schema = JSON.parse(readFileSync(join(ROOT, 'schemas/spec.schema.json'), 'utf8'));
    expect(schema.properties.mcu.properties.part.enum).toHaveLength(7);
    expect(pageOf('README.md')).toContain('seven STM32F1 parts');
  });
});

describe.each(DOCUMENTS)('%s', (name) => {
  test('links lead to files and headings', () => {
    const links = [...textOf(name).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '');
    for (const link of links.filter((it) => !it.startsWith('https:'))) {
      const [path = '', heading] = link.split('#');
      const target = path === '' ? name : join(dirname(name), path);
      expect([link, existsSync(join(ROOT, target))]).toEqual([link, true]);
      if (heading !== undefined)
        expect([link, headingsOf(textOf(target))]).toEqual([link, expect.arrayContaining([heading])]);
    }
  });
});

/** As GitHub names them in links. */
function headingsOf(markdown: string): readonly string[] {
  const titles = [...markdown.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) => title);
  return titles.map((title) =>
    title
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

test('README.md fits on a few screens, and lists every page', () => {
  const readme = pageOf('README.md');
  expect(readme.trimEnd().split('\n').length).toBeLessThanOrEqual(200);
  for (const name of DOCUMENTS.filter((it) => it !== 'README.md')) expect(readme).toContain(`](${name})`);
});

test('examples/README.md lists every example', () => {
  const listed = [...textOf('examples/README.md').matchAll(/\]\(([\w/.-]+)\)/g)].map(([, path]) => path);
  const files = readdirSync(join(ROOT, 'examples'), { recursive: true }).map(String);
  const specs = files.filter((path) => path.endsWith('.json') && path.split('/').length <= 2);
  expect(listed).toEqual(expect.arrayContaining(specs));
});

test('the documents list what the set-up installs', () => {
  const packages = Object.values(TOOLS).flatMap((tool) => tool.packages);
  expect(packages.length).toBeGreaterThan(2);
  const all = PAGES.map(({ text }) => text).join('\n');
  for (const name of packages) expect(all).toContain(`\`${name}\``);
  const { engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  expect(pageOf('README.md')).toContain(`Node ${engines.node.replace('>=', '')} or newer`);
});
