import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './keepwire.ts';

/**
 * The executable of another version of Node, from the package that npm has of it for this platform; installed once and
 * kept. Where npm cannot install it, the reason.
 */
export function otherNode(version: string): { readonly path: string } | { readonly whyNot: string } {
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const folder = join(ROOT, 'node_modules/.cache/other-node', version);
  const path = join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(path)) return { path };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const args = ['install', '--prefer-offline', '--no-audit', '--no-fund', `${name}@${version}`];
  const { status, stderr } = spawnSync('npm', args, { cwd: folder, encoding: 'utf8' });
  if (status === 0 && existsSync(path)) return { path };
  const whyNot = `npm cannot install ${name}@${version}: ${stderr?.split('\n')[0] ?? 'npm is not there'}`;
  console.warn(`SKIPPED: keepwire is not tested on Node ${version}: ${whyNot}`);
  return { whyNot };
}
