/** What users copy: the workflow for CI, on a firmware that is no echo. `test/readme` plays it on an echo. */
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keepwire, ROOT, workIn } from '../../cli/keepwire.ts';
import { ours } from '../../readme/workflow.ts';

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
