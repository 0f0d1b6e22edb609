/** What users copy: the workflow for CI on a firmware that is no echo, and the README's dialogue. */
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseSpec } from '../../generator/input/index.ts';
import { keepwire, ROOT, workIn } from '../cli/keepwire.ts';
import { blocksOf } from '../readme/blocks.ts';
import { ours } from '../readme/workflow.ts';

const folder = workIn();

test('the workflow passes for the Modbus server', async () => {
  const examples = join(ROOT, 'examples/applications');
  copyFileSync(join(examples, 'modbus-server.json'), join(folder.path, 'door.json'));
  mkdirSync(join(folder.path, 'firmware'));
  await keepwire(folder.path, ['generate', 'door.json', '--out', 'firmware']);
  copyFileSync(join(examples, 'modbus-server/app.c'), join(folder.path, 'firmware/door/app.c'));
  expect(ours.length).toBeGreaterThan(3);
  for (const command of ours) {
    const words = command.split(' ').slice(2);
    const { exitCode, stdout, stderr } = await keepwire(folder.path, words);
    expect(exitCode, `${command}\n${stdout}\n${stderr}`).toBe(0);
  }
}, 120_000);

test("the README's dialogue is valid", () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const block = blocksOf(readme).find(({ language, text }) => language === 'jsonc' && text.includes('"dialogue"'));
  const spec = `{ "chip": "W5500", "keepalive": { "NO_DATA_PERIOD": 10, "KA_SEND_PERIOD": 5 }, "timer": { "prescaler": 71 },
    ${block?.text} }`;
  const parsed = parseSpec(spec);
  expect(parsed.ok ? [] : parsed.problems).toEqual([]);
});
