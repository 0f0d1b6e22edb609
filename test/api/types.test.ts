/** A consumer in TypeScript compiles against the declarations that `npm pack` puts into the package. */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const CONSUMER = join(import.meta.dirname, 'consumer/consumer.ts');
let folder = '';

/** The package alone: no declarations of Node or of other packages are at hand. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keepwire-consumer-'));
  const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
  const { stdout } = await execa('npm', pack, { cwd: ROOT });
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  const installed = join(folder, 'node_modules/keepwire');
  mkdirSync(installed, { recursive: true });
  await execa('tar', ['-xzf', join(folder, filename), '-C', installed, '--strip-components', '1']);
  copyFileSync(CONSUMER, join(folder, 'consumer.ts'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const MODULES = [
  { module: 'nodenext', moduleResolution: 'nodenext' },
  { module: 'esnext', moduleResolution: 'bundler' },
];

test.each(MODULES)('with module $module and moduleResolution $moduleResolution', async (modules) => {
  const compilerOptions = {
    ...{ target: 'es2023', lib: ['es2023'], types: [], strict: true, exactOptionalPropertyTypes: true },
    ...{ skipLibCheck: false, noEmit: true },
    ...modules,
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['consumer.ts'] }));
  const tsc = [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', '.'];
  const { exitCode, stdout } = await execa(process.execPath, tsc, { cwd: folder, reject: false });
  expect(stdout).toBe('');
  expect(exitCode).toBe(0);
});
