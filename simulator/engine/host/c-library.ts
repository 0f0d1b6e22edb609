/**
 * The C library of the host engine. Firmware is linked with it only where it calls it: functions that compute, such as
 * those of string.h and math.h, and snprintf. What needs an operating system or a heap is refused by name.
 */
import { C_LIBRARY, type Llvm, linkUnits, type ToolResult } from './toolchain.ts';
import { importedFrom } from './wasm.ts';

const UNDEFINED = /^wasm-ld: error: (?<object>[^:\n]+)\.o: undefined symbol: (?<name>\S+)$/gm;
/** Parts of the library that ask the host for memory; the part's RAM is fixed. */
const HEAP = /libc\.a\((?:dlmalloc|sbrk)\.c\.obj\)/;
/** The linker stops at 20, and one function that is called often would hide the others. */
const EVERY_ERROR = '--error-limit=0';
/** They lead nowhere. */
const STREAMS: readonly string[] = ['stdin', 'stdout', 'stderr'];

interface Call {
  readonly name: string;
  /** The file that calls it. */
  readonly file: string;
}

/** As `linkUnits` with `--print-map` among the flags, and with the C library if the objects need it. */
export async function linkWithLibrary(
  llvm: Llvm,
  objects: ReadonlyMap<string, Uint8Array>,
  flags: readonly string[],
): Promise<ToolResult> {
  const alone = await linkUnits(llvm, objects, [...flags, EVERY_ERROR]);
  const calls = alone.ok ? [] : callsIn(alone.text);
  if (calls.length === 0) return alone;
  const linked = await linkUnits(llvm, objects, flags, C_LIBRARY);
  if (!linked.ok || (!needsSystem(linked) && !calls.some(({ name }) => STREAMS.includes(name)))) return linked;
  const refused: Call[] = [];
  for (const call of calls) if (await isRefused(llvm, call, objects)) refused.push(call);
  return { ok: false, text: refused.map(refusalOf).join('\n') };
}

function callsIn(text: string): readonly Call[] {
  const found = [...text.matchAll(UNDEFINED)].map(({ groups }) => ({
    name: groups?.name ?? '',
    file: `${groups?.object}.c`,
  }));
  return found.filter(({ name }, index) => found.findIndex((other) => other.name === name) === index);
}

function needsSystem({ files, out }: Extract<ToolResult, { readonly ok: true }>): boolean {
  const modules = importedFrom(files.get('out.wasm') as Uint8Array);
  return HEAP.test(out) || modules.some((name) => name !== 'host');
}

/** Links the one function alone, beside what the host has in place of the library's. */
async function isRefused(llvm: Llvm, { name }: Call, objects: ReadonlyMap<string, Uint8Array>): Promise<boolean> {
  if (STREAMS.includes(name)) return true;
  const host = new Map([...objects].filter(([path]) => path.endsWith('host_runtime.o')));
  const linked = await linkUnits(llvm, host, [`--export=${name}`, '--allow-undefined', '--print-map'], C_LIBRARY);
  return linked.ok && needsSystem(linked);
}

function refusalOf({ name, file }: Call): string {
  return `${file}: ${name} needs an operating system or a heap; the host engine has neither. Use --engine arm.`;
}
