/** The files that a simulation reads, and their stamps. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isSystemError } from '../../../files/system-error.ts';
import { firmwareFolder } from '../../firmware-folder.ts';
import type { Args } from '../../options.ts';
import { planText } from '../../plan-text.ts';
import { filesBeside, nameFromPath, readTextFile } from '../../read-file.ts';
import type { Stamps } from './changes.ts';

/** Looks at the files of a command line; where the spec has an error, those of the last right one still count. */
export function createLook(args: Args): () => Stamps {
  const [spec = ''] = args.files;
  let ofSpec: SpecFiles = { named: [], folder: null };
  let readStamp = '';
  return () => {
    const [[, stamp] = ['', '']] = stampOf(spec);
    if (stamp !== readStamp) ofSpec = filesOfSpec(spec, args) ?? ofSpec;
    readStamp = stamp;
    const scenarios = args.scenario.filter((name) => /[./\\]/.test(name) || existsSync(name));
    const elf = args.elf === undefined ? [] : [args.elf];
    const paths = [spec, ...ofSpec.named, ...sourcesIn(ofSpec.folder), ...scenarios, ...elf];
    return new Map(paths.flatMap((path) => stampOf(path)));
  };
}

interface SpecFiles {
  /** Pages, and the project of STM32CubeMX. */
  readonly named: readonly string[];
  readonly folder: string | null;
}

/** Null: the spec has an error. */
function filesOfSpec(file: string, args: Args): SpecFiles | null {
  const text = readTextFile(file);
  if (!text.ok) return null;
  const named: string[] = [];
  const readBeside = filesBeside(file);
  const readFile = (path: string): Uint8Array | null => {
    named.push(join(dirname(file), path));
    return readBeside(path);
  };
  const planned = planText(text.value, { defaultName: nameFromPath(file), readFile });
  if (!planned.ok) return named.length === 0 ? null : { named, folder: null };
  const { spec } = planned.value;
  return { named, folder: join(firmwareFolder(args, { file, spec }), spec.name) };
}

/** What `firmwareFiles` takes from the folder. */
function sourcesIn(folder: string | null): readonly string[] {
  if (folder === null || !existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /\.[ch]$/.test(name))
    .sort()
    .map((name) => join(folder, name));
}

/** Nothing for a file that is not there. */
function stampOf(path: string): readonly (readonly [string, string])[] {
  try {
    const { ctimeMs, ino, mtimeMs, size } = statSync(resolve(path));
    return [[path, [mtimeMs, ctimeMs, ino, size].join(' ')]];
  } catch (error) {
    if (isSystemError(error)) return [];
    throw error;
  }
}
