import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { COMPILE_FLAGS, LIBRARIES, WARNING_FLAGS } from '../../generator/catalogue/compiler.ts';
import { type GccResult, gcc } from '../../generator/toolchain/gcc.ts';
import { INCLUDE_FOLDERS, type Server } from './server.ts';

/** The arm engine's CPU. */
const CORE_FLAGS = ['-mcpu=cortex-m0', '-mthumb'];
const LIBRARY = 'iolibrary';

/** An ELF of the vendor's server for the arm engine. Throws what the compiler says, also when it is not there. */
export async function armElf({ plan, own, library }: Server): Promise<Uint8Array> {
  const dir = mkdtempSync(join(tmpdir(), 'keepwire-iolibrary-'));
  const flags = [...CORE_FLAGS, ...COMPILE_FLAGS, '-I.', `-D_WIZCHIP_=${plan.chip.name}`];
  const headers = INCLUDE_FOLDERS.flatMap((name) => ['-isystem', join(LIBRARY, name)]);
  try {
    for (const [path, text] of own) writeTo(join(dir, path), text);
    for (const [path, text] of library) writeTo(join(dir, LIBRARY, path), text);
    const objects: string[] = [];
    const compile = async (path: string, warnings: readonly string[]): Promise<void> => {
      const object = `${path.replaceAll('/', '_')}.o`;
      done(await gcc([...flags, ...warnings, ...headers, '-c', path, '-o', object], dir));
      objects.push(object);
    };
    for (const path of own.keys()) if (path.endsWith('.c')) await compile(path, WARNING_FLAGS);
    // Nobody here can mend the library's warnings.
    for (const path of library.keys()) if (path.endsWith('.c')) await compile(join(LIBRARY, path), ['-w']);
    const script = [...own.keys()].find((path) => path.endsWith('.ld')) ?? '';
    const linking = ['-nostdlib', '-Wl,--gc-sections', '-T', script, '-o', 'server.elf'];
    done(await gcc([...CORE_FLAGS, ...linking, ...objects, ...LIBRARIES], dir));
    return new Uint8Array(readFileSync(join(dir, 'server.elf')));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function writeTo(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function done(result: GccResult): void {
  if (result.kind === 'missing') throw new Error('arm-none-eabi-gcc is not installed');
  if (result.kind === 'failed') throw new Error(result.stderr);
}
