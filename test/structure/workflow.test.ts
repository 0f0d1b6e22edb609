/** What GitHub runs for this repository. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { COMMANDS } from '../../generator/cli/commands.ts';
import { OPTIONS } from '../../generator/cli/options.ts';
import { ROOT } from './imports.ts';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
/** The shell lines of a workflow. */
const runsOf = (text: string): readonly string[] =>
  [...text.matchAll(/^ +- run: (.*)$/gm)].map(([, line]) => line ?? '');
const release = read('.github/workflows/release.yml');
const workflow = read('.github/workflows/ci.yml');

/** The text of each job. */
function jobs(): ReadonlyMap<string, string> {
  const [, text = ''] = workflow.split('\njobs:\n');
  const parts = text.split(/^ {2}(?=[\w-]+:$)/m).slice(1);
  return new Map(parts.map((part) => [part.slice(0, part.indexOf(':')), part]));
}

test('each npm script that it runs exists', () => {
  const { scripts } = JSON.parse(read('package.json'));
  const names = [...workflow.matchAll(/- run: npm (?:run )?([\w:-]+)/g)].map(([, name]) => name ?? '');
  expect(names).toHaveLength(jobs().size);
  expect(names.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
});

test('a push runs the tests and a share of the sweeps; each week all sweeps and the mutations run', () => {
  expect(workflow).toMatch(/^ {2}push:$/m);
  expect(workflow).toMatch(/^ {4}- cron: "\d+ \d+ \* \* \d"$/m);
  const weekly = "if: github.event_name == 'schedule'";
  expect(jobs().get('test')).toContain('run: npm test\n');
  expect(jobs().get('sweeps')).toMatch(/run: npm run test:sweeps\n +env:\n +KEEPWIRE_SWEEP: more\n/);
  for (const name of ['test', 'sweeps']) expect(jobs().get(name)).not.toContain(weekly);
  for (const name of ['all-sweeps', 'mutations']) expect(jobs().get(name)).toContain(weekly);
  expect(jobs().get('mutations')).toContain('run: npm run test:mutations\n');
  expect(jobs().get('all-sweeps')).not.toContain('KEEPWIRE_SWEEP');
});

test('the parts of the weekly sweeps are all of them', () => {
  const job = jobs().get('all-sweeps') ?? '';
  const parts = JSON.parse(/part: (\[.*\])/.exec(job)?.[1] ?? '[]');
  const count = Number(/--shard=\$\{\{ matrix\.part \}\}\/(\d+)/.exec(job)?.[1]);
  expect(parts).toEqual(Array.from({ length: count }, (_, index) => index + 1));
});

test('a tag makes a release of what was tested, built and packed, with no secret but GitHub’s own', () => {
  expect(release).toMatch(/^on:\n {2}push:\n {4}tags: \["v\*"\]$/m);
  expect(runsOf(release).map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
    'npm test',
    'npm run build',
    'mkdir packed',
    'npm pack --pack-destination',
    'npm install --global',
    'test "v$(keepwire --version)"',
    'gh release create',
  ]);
  expect(release).not.toMatch(/run: *[|>]/); // or these would not be all
  expect([...release.matchAll(/\$\{\{ (.*?) \}\}/g)].map(([, name]) => name)).toEqual(['github.token']);
  const { scripts } = JSON.parse(read('package.json'));
  const named = runsOf(release).flatMap((line) => /^npm (?:run )?(test|build)$/.exec(line)?.[1] ?? []);
  expect(named).toEqual(['test', 'build']);
  expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
});

test('the example of a campaign plays all of its parts, and keeps what they find', () => {
  const example = read('examples/ci/campaign.yml');
  const parts = JSON.parse(/part: (\[.*\])/.exec(example)?.[1] ?? '[]');
  const count = Number(/--shard \$\{\{ matrix\.part \}\}\/(\d+)/.exec(example)?.[1]);
  expect(parts).toEqual(Array.from({ length: count }, (_, index) => index + 1));
  expect(example).toContain(`path: ${OPTIONS.failures.default}\n`);
  const command = /run: npx keepwire campaign (.*)/.exec(example)?.[1] ?? '';
  const options = [...command.matchAll(/--([\w-]+)/g)].map(([, name]) => name);
  expect(options.length).toBeGreaterThan(3);
  expect(options.filter((name) => !COMMANDS.campaign.options.some((known) => known === name))).toEqual([]);
});
