/**
 * Functions that run before main (`__attribute__((constructor))`). The start-up code that keepwire writes runs none, and
 * the linker refuses them for the part: so does the host engine, which could run them.
 */
import type { BoardPlan } from '../../../contract/board.ts';
import type { FirmwareFile } from '../../../contract/firmware.ts';
import { byteText } from './byte-text.ts';

/** Of the tool conventions for WebAssembly objects (tool-conventions/Linking.md). */
const CUSTOM_SECTION = 0;
const INIT_FUNCTIONS = 6;
const SYMBOL_TABLE = 8;
const [DATA, SECTION] = [1, 3];
const UNDEFINED = 0x10;
const EXPLICIT_NAME = 0x40;
const HEADER_BYTES = 8;

const ATTRIBUTE = /__attribute__\s*\(\s*\([^;{]*?\b(?:constructor|__constructor__)\b/g;
const COMMENT = /\/\*[\s\S]*?\*\/|\/\/.*/g;

/**
 * A sentence for each constructor in a firmware that brings its own start-up code. The objects show those that stand
 * behind a macro; the sources, those that the compiler has run itself because they do the same each time.
 */
export function refusedConstructors(
  files: readonly FirmwareFile[],
  objects: ReadonlyMap<string, Uint8Array>,
  { platform }: Pick<BoardPlan, 'platform'>,
): readonly string[] {
  if (platform.name !== 'registers') return [];
  const own = files.filter(({ owner, path }) => owner === 'user' && path.endsWith('.c'));
  const named = [...objects].flatMap(([path, object]) =>
    constructorsIn(object).map((name) => ({ file: path.replace(/\.o$/, '.c'), what: `: ${name}` })),
  );
  const written = own
    .filter(({ path }) => named.every(({ file }) => file !== path))
    .flatMap(({ bytes, path, text }) =>
      linesOfAttributes(byteText(bytes ?? text)).map((line) => ({ file: path, what: `:${line}: the function` })),
    );
  return [...named, ...written].map(
    ({ file, what }) =>
      `${file}${what} is a constructor, which kw_startup.c does not run, so that compile refuses it too. Call it in main; with start-up code of your own, build an ELF and use --engine arm --elf.`,
  );
}

function linesOfAttributes(source: string): readonly number[] {
  const code = source.replace(COMMENT, (comment) => comment.replace(/[^\n]/g, ' '));
  return [...code.matchAll(ATTRIBUTE)].map(({ index }) => code.slice(0, index).split('\n').length);
}

/** Names of the functions in a WebAssembly object that are to run before main. */
export function constructorsIn(object: Uint8Array): readonly string[] {
  const linking = linkingSection(object);
  if (linking === null) return [];
  linking.number(); // version
  let symbols: readonly string[] = [];
  let found: readonly number[] = [];
  while (!linking.isDone) {
    const type = linking.number();
    const part = linking.part(linking.number());
    if (type === SYMBOL_TABLE) symbols = part.list(() => symbolName(part));
    if (type === INIT_FUNCTIONS) found = part.list(() => initFunction(part));
  }
  return found.map((index) => symbols[index] ?? 'a function');
}

/** The index of its symbol. */
function initFunction(reader: Reader): number {
  reader.number(); // its priority
  return reader.number();
}

function linkingSection(object: Uint8Array): Reader | null {
  const reader = new Reader(object.subarray(HEADER_BYTES));
  while (!reader.isDone) {
    const id = reader.number();
    const section = reader.part(reader.number());
    if (id === CUSTOM_SECTION && section.text() === 'linking') return section;
  }
  return null;
}

/** Empty where the symbol has none of its own. */
function symbolName(reader: Reader): string {
  const kind = reader.number();
  const flags = reader.number();
  if (kind === SECTION) {
    reader.number();
    return '';
  }
  if (kind !== DATA) {
    reader.number(); // its index
    return (flags & UNDEFINED) === 0 || (flags & EXPLICIT_NAME) !== 0 ? reader.text() : '';
  }
  const name = reader.text();
  if ((flags & UNDEFINED) === 0) for (let word = 0; word < 3; word++) reader.number(); // segment, offset, size
  return name;
}

/** Reads the numbers and texts of a WebAssembly file one after the other. */
class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isDone(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** An unsigned LEB128. */
  number(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.#bytes[this.#at++] ?? 0;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  }

  text(): string {
    return new TextDecoder().decode(this.#take(this.number()));
  }

  part(length: number): Reader {
    return new Reader(this.#take(length));
  }

  list<Item>(item: () => Item): readonly Item[] {
    return Array.from({ length: this.number() }, item);
  }

  #take(length: number): Uint8Array {
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }
}
