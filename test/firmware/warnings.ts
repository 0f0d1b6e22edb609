import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { includeClosure } from '../../simulator/engine/host/includes.ts';
import { needTools } from '../tools.ts';

/** All the warnings that the README promises, and more, typed here anew: what the product promises must not be read from the product. */
export const FLAGS: readonly string[] = [
  ...['-std=c11', '-mcpu=cortex-m3', '-mthumb', '-Os', '-ffreestanding', '-fno-common'],
  ...['-Wall', '-Wextra', '-Wpedantic', '-Wconversion', '-Wsign-conversion', '-Wshadow', '-Wundef', '-Werror'],
  ...['-Wstrict-prototypes', '-Wmissing-prototypes', '-Wcast-qual'],
];

const SPL = fileURLToPath(new URL('../spl/inc/', import.meta.url));

/** Sources that compiled without a warning, with all that they include and their flags. */
const clean = new Set<string>();

/**
 * What the compiler says of the C files among `files`. A source that was compiled before, with the same headers and
 * flags, is not compiled again: most options leave most files alone.
 *
 * @param density the macro by which the vendor's library knows the part; null for firmware without that library
 */
export async function warningsOf(files: ReadonlyMap<string, string>, density: string | null): Promise<string> {
  needTools('compiler');
  const flags = [...FLAGS, ...(density === null ? [] : [`-D${density}`, '-isystem', SPL])];
  const sources = [...files.keys()].filter((path) => path.endsWith('.c'));
  const keys = new Map(sources.map((source) => [source, keyOf(source, files, flags)]));
  const fresh = sources.filter((source) => !clean.has(keys.get(source) ?? ''));
  if (fresh.length === 0) return '';
  const said = await compile(files, fresh, flags);
  if (said === '') for (const source of fresh) clean.add(keys.get(source) ?? '');
  return said;
}

/** In a folder of its own: test files share this module, so none of them may remove a folder that the next one uses. */
async function compile(
  files: ReadonlyMap<string, string>,
  sources: readonly string[],
  flags: readonly string[],
): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), 'keepwire-warnings-'));
  try {
    for (const [path, text] of files) writeFileSync(join(dir, path), text);
    // -S: all warnings come before the assembler.
    const { exitCode, stderr } = await execa('arm-none-eabi-gcc', [...flags, '-S', ...sources], {
      cwd: dir,
      reject: false,
    });
    return exitCode === 0 && stderr === '' ? '' : `exit code ${exitCode}\n${stderr}`;
  } finally {
    rmSync(dir, { recursive: true });
  }
}

function keyOf(source: string, files: ReadonlyMap<string, string>, flags: readonly string[]): string {
  const seen = includeClosure(source, files);
  return JSON.stringify([flags, seen.map((path) => [path, files.get(path)])]);
}
