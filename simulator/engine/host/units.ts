import type { BoardPlan } from '../../../contract/board.ts';
import { type FirmwareFile, REGISTER_MACRO } from '../../../contract/firmware.ts';
import { byteText } from './byte-text.ts';
import { contentKey } from './cache.ts';
import { includeClosure } from './includes.ts';
import { hostSources } from './sources.ts';
import { withRegisterMacro } from './user-addresses.ts';
import { withInterruptMask } from './user-assembly.ts';

/** What GCC's build of the firmware is checked for, as far as Clang knows it and users' files stand it; as errors. */
const WARNINGS = [
  ...['-Wall', '-Wextra', '-Wpedantic', '-Wconversion', '-Wshadow', '-Wundef', '-Wstrict-prototypes', '-Werror'],
  // GCC takes the bytes of comments and texts as they are, whatever they mean.
  ...['-Wno-invalid-utf8', '-Wno-invalid-source-encoding'],
  // On the part uint32_t is a long, so GCC wants other formats; it checks them.
  '-Wno-format',
];
/** A call at every basic block. */
const COUNT_BLOCKS = [
  ...['-fsanitize-coverage-type=3', '-fsanitize-coverage-trace-pc', '-fsanitize-coverage-no-prune'],
];
/** A call before every load and store; only for files that see registers. */
const TRACE_ACCESSES = ['-fsanitize-coverage-trace-loads', '-fsanitize-coverage-trace-stores'];

/** Where the host's files lie beside the firmware's. */
const HOST = 'keepwire-host/';
/** Where a vendor's library lies. */
const LIBRARY = 'library/';
/** The source of what the compiler's instrumentation calls; part of every object. */
export const HOOKS = `${HOST}host_hooks.c`;
/** Seen by every file before all else: it defines the macro for bus addresses. */
const PRELUDE = `${HOST}host_registers.h`;

/** The board's functions under names that leave those of the port to the firmware. */
const BOARD_HEADER = 'kw_board.h';

/** One file to compile. */
export interface Unit {
  readonly source: string;
  readonly flags: readonly string[];
  /** Names everything that the object depends on. */
  readonly key: string;
}

/** Everything the compiler gets to see: the firmware's C, and the host's files in a folder of their own; in byte texts. */
export function compilerFiles(firmware: readonly FirmwareFile[], plan: BoardPlan): ReadonlyMap<string, string> {
  const all = new Map<string, string>();
  for (const { path, text, bytes, owner, replaced } of firmware) {
    if (owner === 'library') all.set(LIBRARY + path, byteText(bytes ?? text));
    if (!/^[^/]+\.[ch]$/.test(path) || replaced === true || owner === 'library') continue;
    const content = byteText(bytes ?? text);
    all.set(path, owner === 'user' ? withInterruptMask(withRegisterMacro(content)) : content);
  }
  for (const [name, text] of hostSources) {
    // A folder holds the stand-in for a vendor's library.
    const [file = '', library] = name.split('/').reverse();
    if (library === undefined || library === plan.platform.library?.name) all.set(HOST + file, byteText(text));
  }
  return all;
}

/** The C files among `files`, in the order of their names; `toolchain` identifies the compiler. */
export async function unitsOf(
  files: ReadonlyMap<string, string>,
  plan: BoardPlan,
  toolchain: string,
): Promise<readonly Unit[]> {
  const sources = [...files.keys()].filter((name) => name.endsWith('.c') && name !== HOOKS).sort();
  const hooks = closureOf(HOOKS, files).map((name) => files.get(name) ?? '');
  const library = [...files].filter(([name]) => name.startsWith(LIBRARY)).flat();
  return Promise.all(
    sources.map(async (source) => {
      const seen = closureOf(source, files);
      const texts = seen.map((name) => files.get(name) ?? '');
      const flags = [
        ...['-I', HOST, '-include', PRELUDE],
        ...libraryFolders(files),
        ...defines(plan),
        ...flagsOf(plan, source, texts, files.has(BOARD_HEADER)),
      ];
      const key = await contentKey([toolchain, ...flags, ...hooks, ...seen, ...texts, ...library]);
      return { source, flags, key };
    }),
  );
}

/** As system headers: warnings inside them are not the firmware's. */
function libraryFolders(files: ReadonlyMap<string, string>): readonly string[] {
  const headers = [...files.keys()].filter((name) => name.startsWith(LIBRARY) && name.endsWith('.h'));
  const folders = new Set(headers.map((name) => name.slice(0, name.lastIndexOf('/'))));
  return [...folders].flatMap((folder) => ['-isystem', folder]);
}

/** All files that take part in compiling `source`, itself first. */
function closureOf(source: string, files: ReadonlyMap<string, string>): readonly string[] {
  // An include names a header without its folder; the firmware's own comes first, as it does for the compiler.
  const byName = new Map([...files].map(([name, text]) => [name.replace(HOST, ''), text] as const));
  for (const [name, text] of files) if (!name.startsWith(HOST)) byName.set(name, text);
  const [, ...included] = includeClosure(source.replace(HOST, ''), byName);
  return [source, PRELUDE, ...included.map((name) => (files.has(name) ? name : HOST + name))];
}

function flagsOf(
  { timer }: BoardPlan,
  source: string,
  [own = '', , ...included]: readonly string[],
  ownsPort: boolean,
): readonly string[] {
  if (source.startsWith(LIBRARY)) return ['-w', ...COUNT_BLOCKS];
  if (!source.startsWith(HOST)) {
    const seesRegisters = [own, ...included].some((text) => text.includes(`${REGISTER_MACRO}(`));
    return [...WARNINGS, ...COUNT_BLOCKS, ...(seesRegisters ? TRACE_ACCESSES : [])];
  }
  // A firmware with a port of its own calls the board's functions by other names.
  const board = ownsPort ? ['-DKW_HOST_BOARD'] : [];
  // Only host_port.c knows the tick's handler; the same flags for all let one run of the compiler do them all.
  const handler = `-DKW_HOST_HANDLER=${timer.handler}`;
  return source === `${HOST}host_spl.c` ? [handler, ...COUNT_BLOCKS, ...TRACE_ACCESSES] : [handler, ...board];
}

/** What a user of the library gives its compiler, and the plan's clocks for the library's stand-in. */
function defines({ clock, platform }: BoardPlan): readonly string[] {
  if (platform.library === null) return [];
  const clocks = { SYSCLK: clock.sysclkHz, HCLK: clock.hclkHz, PCLK1: clock.pclk1Hz, PCLK2: clock.pclk2Hz };
  const hertz = Object.entries(clocks).map(([name, hz]) => `-DKW_HOST_${name}_HZ=${hz}u`);
  return [...platform.library.defines.map((name) => `-D${name}`), ...hertz];
}
