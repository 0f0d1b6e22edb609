import type { BoardPlan } from '../../../contract/board.ts';
import type { BuildCache } from '../../../contract/build-cache.ts';
import { type FirmwareFile, SYMBOLS } from '../../../contract/firmware.ts';
import { bytesOfText, byteText } from './byte-text.ts';
import { linkWithLibrary } from './c-library.ts';
import { contentKey, memoryCache } from './cache.ts';
import { refusedConstructors } from './constructors.ts';
import { ramExcess } from './ram.ts';
import { mayBeHuge } from './static-size.ts';
import { type CompileGroup, compileUnit, type Llvm, localLlvm, toolchainIdentity } from './toolchain.ts';
import { compilerFiles, HOOKS, type Unit, unitsOf } from './units.ts';
import { foreignAssembly } from './user-assembly.ts';

export interface HostBuildInput {
  /** The firmware as generated or as edited by its user. What is not C, or in a folder, is ignored. */
  readonly files: readonly FirmwareFile[];
  readonly plan: BoardPlan;
  /** Default: one in memory, shared within the process. */
  readonly cache?: BuildCache;
  /** Default: clang in this thread. */
  readonly llvm?: Llvm;
  /** Called before the compiler is loaded, which takes seconds; not when the cache has the module. */
  readonly onCompile?: () => void;
}

export type HostBuildResult =
  | { readonly ok: true; readonly wasm: Uint8Array }
  /** `text` is what the compiler or linker said, with file and line. */
  | { readonly ok: false; readonly stage: 'compile' | 'link'; readonly text: string };

const processCache = memoryCache();

/**
 * Compiles firmware for the host engine: its own files with the project's warnings as errors, files that are marked as
 * replaced by the host's C instead. Throws only when the compiler itself cannot be loaded.
 */
export async function buildHostFirmware(input: HostBuildInput): Promise<HostBuildResult> {
  const { cache = processCache, plan } = input;
  const files = compilerFiles(input.files, plan);
  const llvm = input.llvm ?? (await localLlvm());
  const toolchain = toolchainIdentity(llvm);
  const units = await unitsOf(files, plan, toolchain);
  const linking = linkFlags(plan);
  const limit = `RAM ${plan.mcu.ram.bytes}`;
  const key = `${await contentKey([toolchain, ...linking, limit, ...units.map((unit) => unit.key)])}.wasm`;
  const known = await cache.get(key);
  if (known !== undefined) return { ok: true, wasm: known };
  input.onCompile?.();

  const compiled = await compileAll(llvm, units, files, cache, suspectsIn(input.files));
  if (!compiled.ok) return { ...compiled, text: [compiled.text.trim(), ...foreignAssembly(input.files)].join('\n') };
  const refused = refusedConstructors(input.files, compiled.objects, plan);
  if (refused.length > 0) return { ok: false, stage: 'link', text: refused.join('\n') };
  const linked = await linkWithLibrary(llvm, compiled.objects, [...linking, '--print-map']);
  if (!linked.ok) return { ok: false, stage: 'link', text: linked.text };
  const excess = ramExcess(linked.out, plan.mcu);
  if (excess !== null) return { ok: false, stage: 'link', text: excess };
  const wasm = linked.files.get('out.wasm') as Uint8Array;
  await cache.set(key, wasm);
  return { ok: true, wasm };
}

/** The user's files that may hold more static data than the compiler can make an object of. */
function suspectsIn(files: readonly FirmwareFile[]): readonly string[] {
  const own = files.filter(({ owner, path }) => owner === 'user' && path.endsWith('.c'));
  return own.filter(({ bytes, text }) => mayBeHuge(byteText(bytes ?? text))).map(({ path }) => path);
}

type Compiled =
  | { readonly ok: true; readonly objects: ReadonlyMap<string, Uint8Array> }
  | { readonly ok: false; readonly stage: 'compile'; readonly text: string };

/** Compiles what the cache does not have. */
async function compileAll(
  llvm: Llvm,
  units: readonly Unit[],
  files: ReadonlyMap<string, string>,
  cache: BuildCache,
  suspects: readonly string[],
): Promise<Compiled> {
  const objects = new Map<string, Uint8Array>();
  const missing: Unit[] = [];
  for (const unit of units) {
    const known = await cache.get(`${unit.key}.o`);
    if (known === undefined) missing.push(unit);
    else objects.set(objectName(unit), known);
  }
  if (missing.length > 0) {
    const bytes = new Map([...files].map(([name, text]) => [name, bytesOfText(text)]));
    const result = await compileUnit(llvm, groupsOf(missing), bytes, HOOKS, suspects);
    if (!result.ok) return { ok: false, stage: 'compile', text: result.text };
    await keep(missing, result.files, objects, cache);
  }
  return { ok: true, objects: inOrder(units, objects) };
}

function groupsOf(units: readonly Unit[]): readonly CompileGroup[] {
  const groups = new Map<string, { sources: string[]; flags: readonly string[] }>();
  for (const { source, flags } of units) {
    const group = groups.get(flags.join(' ')) ?? { sources: [], flags };
    group.sources.push(source);
    groups.set(flags.join(' '), group);
  }
  return [...groups.values()];
}

async function keep(
  units: readonly Unit[],
  made: ReadonlyMap<string, Uint8Array>,
  objects: Map<string, Uint8Array>,
  cache: BuildCache,
): Promise<void> {
  for (const unit of units) {
    const object = made.get(objectName(unit)) as Uint8Array;
    objects.set(objectName(unit), object);
    await cache.set(`${unit.key}.o`, object);
  }
}

function objectName(unit: Unit): string {
  return unit.source.replace(/\.c$/, '.o');
}

/** The module must not depend on what the cache happened to have. */
function inOrder(units: readonly Unit[], objects: ReadonlyMap<string, Uint8Array>): ReadonlyMap<string, Uint8Array> {
  return new Map(units.map((unit) => [objectName(unit), objects.get(objectName(unit)) as Uint8Array]));
}

/** What `link` needs to make a module that the engine runs. */
export function linkFlags({ timer }: BoardPlan): readonly string[] {
  const symbols = [SYMBOLS.main, '__wasm_call_ctors', 'kw_host_shared', 'kw_host_registers', 'kw_host_regions'];
  return [
    ...symbols.map((name) => `--export=${name}`),
    `--export-if-defined=${timer.handler}`,
    ...[SYMBOLS.ended, SYMBOLS.fault].map((name) => `--wrap=${name}`),
    ...['--stack-first', '-z', 'stack-size=65536'],
  ];
}
