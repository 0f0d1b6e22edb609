/** clang and wasm-ld as they come with `@yowasp/clang`, run on files in memory. */
import { hugeVariable } from './static-size.ts';
import { isTrap } from './wasm.ts';

/** What a tool left behind: its output files and what it printed, or what it said on stderr. */
export type ToolResult =
  | {
      readonly ok: true;
      readonly files: ReadonlyMap<string, Uint8Array>;
      readonly warnings: string;
      readonly out: string;
    }
  | { readonly ok: false; readonly text: string };

/** Files by name, folders as trees of their own. */
export type LlvmFiles = { readonly [name: string]: LlvmFiles | string | Uint8Array };

/** What of `@yowasp/clang` is used. */
export interface Llvm {
  readonly version: string;
  readonly Exit: abstract new (...parameters: never[]) => Error;
  runLLVM(
    parameters: readonly string[],
    files: LlvmFiles,
    options: {
      stdout: (bytes: Uint8Array | null) => void;
      stderr: (bytes: Uint8Array | null) => void;
      fetchProgress: () => void;
    },
  ): Promise<LlvmFiles> | LlvmFiles;
}

/** The compiler in this thread, which it blocks while it works. */
export async function localLlvm(): Promise<Llvm> {
  return (await import('@yowasp/clang')) as unknown as Llvm;
}

/** Headers of the C library that comes with the compiler. */
const C_HEADERS = '/usr/include/wasm32-wasip1';
/** The library itself, and the compiler's own for arithmetic. */
export const C_LIBRARY: readonly string[] = [
  ...['-L/usr/lib/wasm32-wasip1', '-lc', '/usr/lib/wasm32-unknown-wasip1/libclang_rt.builtins.a'],
];

/** What the driver gives its frontend for this target; one frontend call compiles many files in one go. */
const TARGET = ['-cc1', '-triple', 'wasm32-unknown-unknown', '-target-cpu', 'generic'];
const FRONTEND = [
  ...[...TARGET, '-emit-llvm-bc', '-fvisibility=hidden'],
  ...['-resource-dir', '/usr', '-internal-isystem', '/usr/include', '-internal-isystem', C_HEADERS],
  ...['-fgnuc-version=4.2.1', '-ferror-limit', '19'],
  ...['-ffreestanding', '-std=c11', '-Os'],
];
/** The code is optimised by now: without more of that, only what is marked as always inlined is. */
const BACKEND = [...TARGET, '-emit-obj', '-O0', '-x', 'ir'];
/** The same as text, in which the size of a variable is a number and not its bytes. */
const ASSEMBLY = [...TARGET, '-S', '-O0', '-x', 'ir'];

/** Identifies the compiler and how it is called, for cache keys. */
export function toolchainIdentity({ version }: Llvm): string {
  return [version, ...FRONTEND, ...BACKEND].join(' ');
}

/** Sources that are compiled with the same flags. */
export interface CompileGroup {
  readonly sources: readonly string[];
  readonly flags: readonly string[];
}

/**
 * Compiles each source to an object of the same name ending in `.o`; all must lie in `files`. Functions of the source
 * `hooks` that are marked as always inlined take the place of their calls, also of those that the compiler's
 * instrumentation makes, which come too late for its own inliner.
 *
 * Of the sources `suspects` the sizes of variables are checked before their objects are made.
 *
 * The frontend runs once a group, the backend once: each start of the compiler costs as much as a file.
 */
export async function compileUnit(
  llvm: Llvm,
  groups: readonly CompileGroup[],
  files: ReadonlyMap<string, string | Uint8Array>,
  hooks?: string,
  suspects: readonly string[] = [],
): Promise<ToolResult> {
  const code = new Map<string, Uint8Array>();
  let [complaints, warnings] = ['', ''];
  for (const { sources, flags } of groups) {
    const all = hooks === undefined ? sources : [...sources, hooks];
    const front = await run(llvm, ['clang', ...FRONTEND, ...flags, '-x', 'c', ...all], files);
    if (!front.ok) complaints += front.text;
    else {
      warnings += front.warnings;
      for (const source of all) code.set(named(source, 'bc'), front.files.get(named(source, 'bc')) as Uint8Array);
    }
  }
  if (complaints === '') complaints = await hugeVariables(llvm, suspects, code);
  if (complaints !== '') return { ok: false, text: complaints };
  const sources = groups.flatMap((group) => group.sources);
  const inlined = hooks === undefined ? [] : ['-mlink-builtin-bitcode', named(hooks, 'bc')];
  const back = await run(
    llvm,
    ['clang', ...BACKEND, ...inlined, ...sources.map((source) => named(source, 'bc'))],
    code,
  );
  if (!back.ok) return back;
  const objects = sources.map((source) => named(source, 'o'));
  const made = new Map([...back.files].filter(([name]) => objects.includes(name)));
  return { ok: true, warnings: warnings + back.warnings, files: made, out: '' };
}

/** What to say of variables that are larger than any part's memory, one line a source; empty when there is none. */
async function hugeVariables(
  llvm: Llvm,
  sources: readonly string[],
  code: ReadonlyMap<string, Uint8Array>,
): Promise<string> {
  const compiled = sources.filter((source) => code.has(named(source, 'bc')));
  if (compiled.length === 0) return '';
  const result = await run(llvm, ['clang', ...ASSEMBLY, ...compiled.map((source) => named(source, 'bc'))], code);
  if (!result.ok) return result.text;
  const textOf = (source: string) => new TextDecoder().decode(result.files.get(named(source, 's')));
  return compiled.flatMap((source) => hugeVariable(source, textOf(source)) ?? []).join('\n');
}

function named(source: string, ending: 'bc' | 'o' | 's'): string {
  return source.replace(/\.c$/, `.${ending}`);
}

/**
 * Links `objects` to one module, `out.wasm` in the result, with what they need of `libraries`. Warnings are errors: a
 * mismatch of types is one.
 */
export async function linkUnits(
  llvm: Llvm,
  objects: ReadonlyMap<string, Uint8Array>,
  flags: readonly string[],
  libraries: readonly string[] = [],
): Promise<ToolResult> {
  const inputs = [...objects.keys(), ...libraries];
  return run(llvm, ['wasm-ld', '--no-entry', '--fatal-warnings', ...flags, '-o', 'out.wasm', ...inputs], objects);
}

/** Compiler and linker both read folders as trees; we use one level of them at most. */
function treeOf(files: ReadonlyMap<string, string | Uint8Array>): LlvmFiles {
  const root: Record<string, LlvmFiles | string | Uint8Array> = {};
  for (const [path, content] of files) {
    const parts = path.split('/');
    let folder = root;
    for (const part of parts.slice(0, -1)) {
      folder[part] ??= {};
      folder = folder[part] as Record<string, LlvmFiles | string | Uint8Array>;
    }
    folder[parts.at(-1) as string] = content;
  }
  return root;
}

function flat(tree: LlvmFiles, prefix = ''): readonly (readonly [string, Uint8Array])[] {
  return Object.entries(tree).flatMap(([name, entry]) => {
    if (entry instanceof Uint8Array) return [[prefix + name, entry] as const];
    // A file whose bytes are text comes back as one.
    if (typeof entry === 'string') return [[prefix + name, new TextEncoder().encode(entry)] as const];
    return flat(entry, `${prefix}${name}/`);
  });
}

async function run(
  { Exit, runLLVM }: Llvm,
  parameters: readonly string[],
  files: ReadonlyMap<string, string | Uint8Array>,
): Promise<ToolResult> {
  const [out, err] = [listener(), listener()];
  try {
    const options = { stdout: out.hear, stderr: err.hear, fetchProgress: () => {} };
    const tree = await runLLVM(parameters, treeOf(files), options);
    return { ok: true, files: new Map(flat(tree)), warnings: err.heard(), out: out.heard() };
  } catch (thrown) {
    if (thrown instanceof Exit) return { ok: false, text: err.heard() };
    if (!isTrap(thrown)) throw thrown;
    // It has 4 GB for itself, so that this is what too much static data comes to.
    const text = `${err.heard()}${parameters[0]} gave up (${thrown.message}): is there far too much static data?`;
    return { ok: false, text };
  }
}

/** Gathers what a tool prints. */
function listener() {
  const decoder = new TextDecoder();
  let text = '';
  return {
    hear: (bytes: Uint8Array | null): void => {
      text += bytes === null ? decoder.decode() : decoder.decode(bytes, { stream: true });
    },
    heard: (): string => text,
  };
}
