/** A whole firmware, compiled and linked as the CMake file that keepwire writes does it. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from '../../contract/plan.ts';
import { COMPILE_FLAGS, LTO_FLAGS } from '../../generator/hardware/compiler.ts';
import { work } from './work.ts';

export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** Start-up code and vectors, which a job without keepwire has as well. */
const STARTUP = new Set(['Reset_Handler', 'Default_Handler', 'kw_vectors']);

/** Bytes of code and constants, without start-up code and vectors. */
export function flashOf(plan: Plan, files: readonly SourceFile[], optimisesAcrossFiles: boolean): number {
  const folder = linked(plan, files, optimisesAcrossFiles ? LTO_FLAGS : []);
  const [, sizes = ''] = tool('size', folder, ['device.elf']).split('\n');
  const [text = Number.NaN, data = Number.NaN] = sizes.trim().split(/\s+/).map(Number);
  return text + data - startupBytes(tool('nm', folder, ['--print-size', '--radix=d', 'device.elf']));
}

/** Bytes of variables, optimised across files; the stack is not in it. */
export function ramOf(plan: Plan, files: readonly SourceFile[]): number {
  const folder = linked(plan, files, LTO_FLAGS);
  const [, sizes = ''] = tool('size', folder, ['device.elf']).split('\n');
  const [, data = Number.NaN, bss = Number.NaN] = sizes.trim().split(/\s+/).map(Number);
  return data + bss;
}

/** Links device.elf; `more` is for compiling and linking. Returns its folder. */
export function linked(plan: Plan, files: readonly SourceFile[], more: readonly string[]): string {
  // Test files share processes: another one may have removed it at its end.
  mkdirSync(work, { recursive: true });
  const folder = mkdtempSync(join(work, 'build-'));
  for (const { path, text } of files) writeFileSync(join(folder, path), text);
  const named = (end: string): string[] => files.flatMap(({ path }) => (path.endsWith(end) ? [path] : [])).sort();
  const sources = named('.c');
  tool('gcc', folder, [...plan.mcu.coreFlags, ...COMPILE_FLAGS, ...more, '-c', ...sources]);
  const libraries = ['-nostartfiles', '--specs=nano.specs', '-Wl,--gc-sections'];
  const scripts = named('.ld').flatMap((path) => ['-T', path]);
  const objects = sources.map((path) => path.replace(/c$/, 'o'));
  const flags = [...plan.mcu.coreFlags, ...more, '-Os', ...libraries, ...scripts];
  tool('gcc', folder, [...flags, ...objects, '-o', 'device.elf']);
  return folder;
}

function tool(name: string, cwd: string, args: readonly string[]): string {
  return execFileSync(`arm-none-eabi-${name}`, args, { cwd, encoding: 'utf8' });
}

/** From lines of nm: address, size, type, name. `main` has to be a function of its own, or start-up code would hold it. */
function startupBytes(symbols: string): number {
  const rows = symbols.split('\n').map((line) => line.split(' '));
  const isMain = (name: string | undefined): boolean => /^main(\.|$)/.test(name ?? '');
  if (!rows.some(([, , , name]) => isMain(name)))
    throw new Error('main is a part of Reset_Handler: its size is not known');
  return rows.reduce((sum, [, size, , name = '']) => sum + (STARTUP.has(name) ? Number(size) : 0), 0);
}
