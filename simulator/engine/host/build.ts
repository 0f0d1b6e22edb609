import type { Plan } from '../../../generator/plan/types.ts';
import { type BuildCache, contentKey, memoryCache } from './cache.ts';
import { includeClosure } from './includes.ts';
import { hostSources } from './sources.ts';
import { compile, link, toolchainVersion } from './toolchain.ts';

/** design.md's warnings; errors in the firmware's own files. */
const WARNINGS = [
  ...['-Wall', '-Wextra', '-Wpedantic', '-Wconversion', '-Wshadow', '-Wundef', '-Wstrict-prototypes', '-Werror'],
];
/** A call at every basic block. */
const COUNT_BLOCKS = [
  ...['-fsanitize-coverage-type=3', '-fsanitize-coverage-trace-pc', '-fsanitize-coverage-no-prune'],
];
/** A call before every load and store; only for files that see register definitions. */
const TRACE_ACCESSES = ['-fsanitize-coverage-trace-loads', '-fsanitize-coverage-trace-stores'];

/** The host's stand-ins for these take their place. */
const REPLACED = new Set(['startup.c', 'clock.c', 'port.c', 'stm32f1.h']);
/** Where the host's files lie beside the firmware's. */
const HOST = 'keepwire-host/';
const REGISTER_HEADERS = new Set(['host_registers.h']);

export interface HostBuildInput {
  /** The firmware as generated or as edited by its user: flat, name → text. What is not C is ignored. */
  readonly files: ReadonlyMap<string, string>;
  readonly plan: Plan;
  /** Default: one in memory, shared within the process. */
  readonly cache?: BuildCache;
}

export type HostBuildResult =
  | { readonly ok: true; readonly wasm: Uint8Array }
  /** `text` is what the compiler or linker said, with file and line. */
  | { readonly ok: false; readonly stage: 'compile' | 'link'; readonly text: string };

const processCache = memoryCache();

/** Compiles firmware for the host engine. Throws only when the compiler itself cannot be loaded. */
export async function buildHostFirmware(input: HostBuildInput): Promise<HostBuildResult> {
  const cache = input.cache ?? processCache;
  const files = sourcesOf(input);
  const linking = linkFlags(input.plan);
  const key = await contentKey([await toolchainVersion(), ...linking, ...[...files].flat(), ...defines(input.plan)]);
  const known = await cache.get(`${key}.wasm`);
  if (known !== undefined) return { ok: true, wasm: known };
  const objects = await compileAll(files, input.plan, cache);
  if (!objects.ok) return objects;
  const linked = await link(objects.files, linking);
  if (!linked.ok) return { ok: false, stage: 'link', text: linked.text };
  const wasm = linked.files.get('out.wasm') as Uint8Array;
  await cache.set(`${key}.wasm`, wasm);
  return { ok: true, wasm };
}

/** Everything the compiler gets to see: the firmware's C, and the host's files in a folder of their own. */
function sourcesOf({ files, plan }: HostBuildInput): ReadonlyMap<string, string> {
  const all = new Map<string, string>();
  for (const [name, text] of files) {
    if (/^[^/]+\.[ch]$/.test(name) && !REPLACED.has(name)) all.set(name, text);
  }
  for (const [name, text] of hostSources) {
    if (name.startsWith('spl/') && plan.mcu.platform !== 'spl') continue;
    if (name === 'stm32f1.h' && plan.mcu.platform === 'spl') continue;
    all.set(HOST + name.replace(/^spl\//, ''), text);
  }
  return all;
}

type Objects =
  | { readonly ok: true; readonly files: ReadonlyMap<string, Uint8Array> }
  | { readonly ok: false; readonly stage: 'compile'; readonly text: string };

/** Three kinds of files, one frontend call each, and none for what the cache has. */
async function compileAll(files: ReadonlyMap<string, string>, plan: Plan, cache: BuildCache): Promise<Objects> {
  const groups = new Map<string, { flags: readonly string[]; sources: string[] }>();
  for (const source of [...files.keys()].filter((name) => name.endsWith('.c'))) {
    const flags = ['-I', HOST, ...defines(plan), ...flagsOf(source, files)];
    const group = groups.get(flags.join(' ')) ?? { flags, sources: [] };
    group.sources.push(source);
    groups.set(flags.join(' '), group);
  }
  const objects = new Map<string, Uint8Array>();
  let text = '';
  for (const { flags, sources } of groups.values()) {
    const result = await compileGroup(sources, files, flags, cache);
    if (!result.ok) text += result.text;
    else for (const [name, object] of result.files) objects.set(name, object);
  }
  if (text !== '') return { ok: false, stage: 'compile', text };
  return { ok: true, files: new Map([...objects].sort(([a], [b]) => (a < b ? -1 : 1))) };
}

async function compileGroup(
  sources: readonly string[],
  files: ReadonlyMap<string, string>,
  flags: readonly string[],
  cache: BuildCache,
): Promise<Objects> {
  const keys = new Map<string, string>();
  const objects = new Map<string, Uint8Array>();
  for (const source of sources) {
    const seen = closureOf(source, files).flatMap((name) => [name, files.get(name) ?? '']);
    const key = `${await contentKey([await toolchainVersion(), ...flags, ...seen])}.o`;
    const object = await cache.get(key);
    if (object === undefined) keys.set(source, key);
    else objects.set(source.replace(/\.c$/, '.o'), object);
  }
  if (keys.size === 0) return { ok: true, files: objects };
  const result = await compile([...keys.keys()], files, flags);
  if (!result.ok) return { ok: false, stage: 'compile', text: result.text };
  for (const [source, key] of keys) {
    const name = source.replace(/\.c$/, '.o');
    const object = result.files.get(name) as Uint8Array;
    objects.set(name, object);
    await cache.set(key, object);
  }
  return { ok: true, files: objects };
}

function closureOf(source: string, files: ReadonlyMap<string, string>): readonly string[] {
  // An include names a header without its folder; the firmware's own comes first, as it does for the compiler.
  const byName = new Map([...files].map(([name, text]) => [name.replace(HOST, ''), text] as const));
  for (const [name, text] of files) if (!name.startsWith(HOST)) byName.set(name, text);
  const [, ...included] = includeClosure(source.replace(HOST, ''), byName);
  return [source, ...included.map((name) => (files.has(name) ? name : HOST + name))];
}

function flagsOf(source: string, files: ReadonlyMap<string, string>): readonly string[] {
  const seesRegisters = closureOf(source, files).some((name) => REGISTER_HEADERS.has(name.replace(HOST, '')));
  if (!source.startsWith(HOST)) return [...WARNINGS, ...COUNT_BLOCKS, ...(seesRegisters ? TRACE_ACCESSES : [])];
  return source === `${HOST}host_spl.c` ? [...COUNT_BLOCKS, ...TRACE_ACCESSES] : [];
}

function defines({ clock, mcu }: Plan): readonly string[] {
  if (mcu.platform !== 'spl') return [];
  const clocks = { SYSCLK: clock.sysclkHz, HCLK: clock.hclkHz, PCLK1: clock.pclk1Hz, PCLK2: clock.pclk2Hz };
  const hertz = Object.entries(clocks).map(([name, hz]) => `-DKW_HOST_${name}_HZ=${hz}u`);
  return ['-DUSE_STDPERIPH_DRIVER', `-D${mcu.splDensity}`, ...hertz];
}

function linkFlags({ timer }: Plan): readonly string[] {
  const symbols = ['main', '__wasm_call_ctors', 'kw_host_budget', 'kw_host_registers', 'kw_host_layout'];
  return [
    ...symbols.map((name) => `--export=${name}`),
    `--export-if-defined=${timer.handler}`,
    ...['kw_app_ended', 'kw_app_fault'].map((name) => `--wrap=${name}`),
    ...['--stack-first', '-z', 'stack-size=65536'],
  ];
}
