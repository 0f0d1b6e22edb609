import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '../cli/keepwire.ts';

interface Manifest {
  readonly bin: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

/**
 * Does what `npm install <tarball>` does, without the registry: unpacks keepwire, links its commands, and links the
 * packages that it says it depends on, and no others, from this repository.
 */
export function installPacked(repository: string, tarball: string): void {
  const modules = join(repository, 'node_modules');
  const own = join(modules, 'keepwire');
  mkdirSync(own, { recursive: true });
  const { status, stderr } = spawnSync('tar', ['-xzf', tarball, '-C', own, '--strip-components=1'], {
    cwd: repository,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${tarball} does not unpack: ${stderr}`);
  finish(modules);
}

/** As {@link installPacked}, of the repository as it stands. */
export function installLinked(repository: string): void {
  const modules = join(repository, 'node_modules');
  mkdirSync(modules, { recursive: true });
  symlinkSync(ROOT, join(modules, 'keepwire'), 'dir');
  linkCommands(modules);
}

function finish(modules: string): void {
  for (const name of Object.keys(linkCommands(modules).dependencies)) link(join(modules, name), name);
}

function linkCommands(modules: string): Manifest {
  const manifest = JSON.parse(readFileSync(join(modules, 'keepwire/package.json'), 'utf8')) as Manifest;
  mkdirSync(join(modules, '.bin'));
  for (const [command, path] of Object.entries(manifest.bin)) {
    symlinkSync(join('../keepwire', path), join(modules, '.bin', command));
  }
  return manifest;
}

/** A package of this repository at `path`. */
export function link(path: string, name: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules', name), path);
}
