import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { COMPILE_FLAGS, LIBRARIES, WARNING_FLAGS } from '../generator/hardware/compiler.ts';
import { type GccResult, gcc } from '../generator/toolchain/gcc.ts';
import { needTools } from './tools.ts';

/** The part's CPU. */
const CORE_FLAGS = ['-mcpu=cortex-m3', '-mthumb'];

export interface ElfInput {
  /** Path → text, the linker script among them; their warnings are errors. */
  readonly own: ReadonlyMap<string, string>;
  /** Path → text of what others wrote: nobody here can mend its warnings. */
  readonly foreign: ReadonlyMap<string, string>;
  /** For every file. */
  readonly flags: readonly string[];
}

/** An ELF for the arm engine with other code than what is generated. Throws what the compiler says. */
export async function elfOf({ own, foreign, flags }: ElfInput): Promise<Uint8Array> {
  needTools('compiler', 'newlib');
  const dir = mkdtempSync(join(tmpdir(), 'keepwire-elf-'));
  try {
    for (const [path, text] of [...own, ...foreign]) {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), text);
    }
    const objects: string[] = [];
    const compile = async (path: string, warnings: readonly string[]): Promise<void> => {
      const object = `${path.replaceAll('/', '_')}.o`;
      const args = [...CORE_FLAGS, ...COMPILE_FLAGS, ...warnings, '-I.', ...flags, '-c', path, '-o', object];
      done(await gcc(args, dir));
      objects.push(object);
    };
    for (const path of own.keys()) if (path.endsWith('.c')) await compile(path, WARNING_FLAGS);
    for (const path of foreign.keys()) if (path.endsWith('.c')) await compile(path, ['-w']);
    const script = [...own.keys()].find((path) => path.endsWith('.ld')) ?? '';
    const linking = ['-nostdlib', '-Wl,--gc-sections', '-T', script, '-o', 'image.elf'];
    done(await gcc([...CORE_FLAGS, ...linking, ...objects, ...LIBRARIES], dir));
    return new Uint8Array(readFileSync(join(dir, 'image.elf')));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function done(result: GccResult): void {
  if (result.kind === 'missing') throw new Error('arm-none-eabi-gcc did not start');
  if (result.kind === 'failed') throw new Error(result.stderr);
}
