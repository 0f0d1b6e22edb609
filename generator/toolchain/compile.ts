import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { Plan } from '../../contract/plan.ts';
import type { FileSet } from '../emit/files.ts';
import { BUILD_FOLDER, checkFolder } from '../emit/inspect.ts';
import {
  COMPILE_FLAGS,
  COMPILER,
  COMPILER_PACKAGES,
  LIBRARIES,
  LIBRARY_SPECS,
  WARNING_FLAGS,
} from '../hardware/compiler.ts';
import { PLATFORMS } from '../platforms/registry.ts';
import { parseWarnings, type Warning } from './diagnostics.ts';
import { type GccResult, gcc, inParallel } from './gcc.ts';
import { parseMap } from './map.ts';
import { objectName, type Sizes, sizesOf } from './sizes.ts';
import { type FoundVendor, findVendor } from './vendor.ts';
import { vendorScript } from './vendor-script.ts';

export interface CompileInput {
  /** `DIR/<name>`, where `files` have been written. */
  readonly dir: string;
  readonly files: FileSet;
  readonly plan: Plan;
  /** The user's copy of the vendor's library, for a platform that calls one. */
  readonly vendorDir?: string;
  /** Objects of earlier builds, of the same compiler and flags. */
  readonly kept?: KeptObjects;
}

/** Objects by the path of their source. */
export interface KeptObjects {
  get(path: string): Promise<Uint8Array | undefined>;
  set(path: string, object: Uint8Array): Promise<void>;
}

export type CompileOutcome =
  | {
      readonly kind: 'built';
      readonly elf: string;
      readonly map: string;
      readonly sizes: Sizes;
      readonly warnings: readonly Warning[];
    }
  /** Everything compiled; the vendor's folder lacks what linking needs, `missing` says what. */
  | {
      readonly kind: 'objects';
      readonly objects: readonly string[];
      readonly missing: readonly string[];
      readonly warnings: readonly Warning[];
    }
  | { readonly kind: 'failed'; readonly output: string; readonly warnings: readonly Warning[] }
  /** The library's header is not below `vendorDir`, or there is no `vendorDir` at all. */
  | {
      readonly kind: 'no-vendor';
      readonly platform: string;
      readonly title: string;
      readonly header: string;
      readonly vendorDir: string | null;
    }
  | { readonly kind: 'missing-tool'; readonly tool: string; readonly packages: readonly string[] };

const MISSING_TOOL = {
  kind: 'missing-tool',
  tool: COMPILER,
  packages: COMPILER_PACKAGES,
} as const satisfies CompileOutcome;

/** Compiles the written files with arm-none-eabi-gcc, all warnings as errors, into `dir/build/`, and links them. */
export async function compileFirmware(input: CompileInput): Promise<CompileOutcome> {
  const { dir, files, plan } = input;
  const wanted = PLATFORMS[plan.platform.name].vendor;
  const vendor = wanted && findVendor(input.vendorDir ?? '', wanted, plan);
  if (wanted !== null && vendor === null) {
    const { header, title } = wanted;
    return { kind: 'no-vendor', platform: plan.platform.name, header, title, vendorDir: input.vendorDir ?? null };
  }
  const build = prepareBuildFolder(dir, plan.name);
  const own = files.map((file) => file.path).filter((path) => path.endsWith('.c'));
  const compiled = await inParallel(own, (path) => compileUnit(path, input, vendor));
  const problem = failureOf(compiled);
  if (problem !== null) return problem;
  const warnings = compiled.flatMap(warningsOf);
  const objects = own.map((path) => join(build, objectName(path)));
  if (vendor === null) return link(input, { objects, warnings, script: scriptOf(files), vendored: false });
  const isWhole = vendor.sources !== null && (plan.watching === null || files.some(isScript));
  if (vendor.sources === null || !isWhole) return { kind: 'objects', objects, missing: vendor.missing, warnings };
  const { sources } = vendor;
  const foreign = await inParallel(sources, (path) => gcc(vendorArgs(path, plan, vendor), dir));
  const script = files.find(isScript)?.path ?? join(BUILD_FOLDER, 'vendor.ld');
  if (!files.some(isScript)) writeFileSync(join(dir, script), vendorScript(plan.mcu));
  const foreignObjects = vendor.sources.map((path) => join(build, vendorObject(path)));
  const all = [...objects, ...foreignObjects];
  const vendored = !files.some(isScript);
  return failureOf(foreign) ?? link(input, { objects: all, warnings, script, vendored });
}

/** Compiles one of the firmware's own files, unless its object is kept. */
async function compileUnit(path: string, { dir, plan, kept }: CompileInput, vendor: FoundVendor | null) {
  const object = join(dir, BUILD_FOLDER, objectName(path));
  const known = await kept?.get(path);
  if (known !== undefined) {
    writeFileSync(object, known);
    return { kind: 'ok', stdout: '', stderr: '' } as const satisfies GccResult;
  }
  const result = await gcc(unitArgs(path, plan, vendor), dir);
  if (result.kind === 'ok') await kept?.set(path, readFileSync(object));
  return result;
}

interface LinkInput {
  readonly objects: readonly string[];
  readonly warnings: readonly Warning[];
  /** Relative to `dir`. */
  readonly script: string;
  /** ST's start-up calls newlib's, so the whole of it is linked. */
  readonly vendored: boolean;
}

async function link(input: CompileInput, { objects, warnings, script, vendored }: LinkInput): Promise<CompileOutcome> {
  const { dir, files, plan } = input;
  const elf = join(dir, BUILD_FOLDER, `${plan.name}.elf`);
  const map = join(dir, BUILD_FOLDER, `${plan.name}.map`);
  const local = (path: string) => relative(dir, path);
  const libraries = vendored ? LIBRARY_SPECS : ['-nostdlib'];
  const linked = await gcc(
    [
      ...plan.mcu.coreFlags,
      ...libraries,
      '-Wl,--gc-sections',
      `-Wl,-Map=${local(map)}`,
      ...['-T', local(join(dir, script))],
      ...['-o', local(elf)],
      ...objects.map(local),
      ...(vendored ? [] : LIBRARIES),
    ],
    dir,
  );
  if (linked.kind === 'missing') return MISSING_TOOL;
  if (linked.kind === 'failed') {
    if (/cannot find -lc_nano|nano\.specs/.test(linked.stderr)) return { ...MISSING_TOOL, tool: 'newlib' };
    return { kind: 'failed', output: linked.stderr, warnings };
  }
  if (!existsSync(map)) return { kind: 'failed', output: `${COMPILER} has linked, but wrote no ${map}`, warnings };
  const sizes = sizesOf(parseMap(readFileSync(map, 'utf8'), plan.mcu), files);
  return { kind: 'built', elf, map, sizes, warnings };
}

function unitArgs(path: string, plan: Plan, vendor: FoundVendor | null): string[] {
  const object = join(BUILD_FOLDER, objectName(path));
  return [
    ...plan.mcu.coreFlags,
    ...COMPILE_FLAGS,
    ...WARNING_FLAGS,
    ...(PLATFORMS[plan.platform.name].vendor?.quiet ?? []),
    ...vendorFlags(vendor),
    '-I.',
    '-c',
    path,
    '-o',
    object,
  ];
}

/** Warnings are off (-w), because keepwire does not change the vendor's code. */
function vendorArgs(path: string, plan: Plan, vendor: FoundVendor): string[] {
  const object = join(BUILD_FOLDER, vendorObject(path));
  const flags = path.endsWith('.c') ? COMPILE_FLAGS.map((flag) => flag.replace('c11', 'gnu11')) : [];
  return [...plan.mcu.coreFlags, ...flags, '-w', ...vendorFlags(vendor), '-I.', '-c', resolve(path), '-o', object];
}

/** As system headers: warnings inside the vendor's headers are not the firmware's. */
function vendorFlags(vendor: FoundVendor | null): string[] {
  if (vendor === null) return [];
  const dirs = vendor.includeDirs.flatMap((dir) => ['-isystem', resolve(dir)]);
  return [...vendor.defines.map((name) => `-D${name}`), ...dirs];
}

function vendorObject(path: string): string {
  return `vendor_${objectName(path.split('/').at(-1) ?? '')}`;
}

/** What lies there is overwritten, and an image of an earlier build does not outlive a failing one. */
function prepareBuildFolder(dir: string, name: string): string {
  const build = join(dir, BUILD_FOLDER);
  if (!checkFolder(build)) mkdirSync(build);
  for (const suffix of ['elf', 'map']) rmSync(join(build, `${name}.${suffix}`), { force: true });
  return build;
}

function isScript({ path }: FileSet[number]): boolean {
  return path.endsWith('.ld');
}

function scriptOf(files: FileSet): string {
  const script = files.find(isScript);
  if (script === undefined) throw new Error('the file set has no linker script');
  return script.path;
}

function failureOf(results: readonly GccResult[]): CompileOutcome | null {
  if (results.some(({ kind }) => kind === 'missing')) return MISSING_TOOL;
  if (results.every(({ kind }) => kind === 'ok')) return null;
  const output = results.flatMap((result) => (result.kind === 'missing' ? [] : [result.stderr])).join('\n');
  return { kind: 'failed', output: output.trim(), warnings: parseWarnings(output) };
}

function warningsOf(result: GccResult): readonly Warning[] {
  return result.kind === 'ok' ? parseWarnings(result.stderr) : [];
}
