import { printed } from '../../document/words/printed.ts';
import { readInit } from './c/init.ts';
import { type CNamedPin, readCallbacks, readPinNames } from './c/names.ts';
import { type CText, readCText } from './c/text.ts';
import { type Clocks, readClocks } from './clocks.ts';
import { completeFile } from './complete-file.ts';
import { type Fact, type FileReading, refused } from './fact.ts';
import { type CubePart, readPart } from './part.ts';
import { type CubePin, readPins } from './pins.ts';
import { readProperties } from './properties.ts';
import { type CubeSpi, readSpis } from './spis.ts';
import { type CubeSystem, readSystem } from './system.ts';

/** What a CubeMX project says of its board, each fact with its place. */
export interface CubeProject {
  /** The `.ioc` file, as it was named. */
  readonly file: string;
  readonly mcu: CubePart;
  readonly clocks: Clocks;
  readonly spis: readonly CubeSpi[];
  readonly pins: readonly CubePin[];
  /** Pins that the C names by hand: no label in the `.ioc` file gives them this name. */
  readonly namedInC: readonly CNamedPin[];
  readonly system: CubeSystem;
  /** Callbacks of HAL that the project defines. */
  readonly callbacks: readonly Fact<string>[];
  /** The files of C that were there. */
  readonly sources: readonly string[];
}

/** The bytes of a file, by its path; null: there is none, or it cannot be read. */
export type FileReader = (path: string) => Uint8Array | null;

/**
 * Reads a project of STM32CubeMX: its `.ioc` file, and of the C that CubeMX generated beside it what the file leaves
 * out. Runs in a browser too.
 *
 * @param file the path of the `.ioc` file, with `/` or `\`
 * @returns the facts, or the one reason why the file cannot be used. Never throws, whatever the files hold.
 */
export function readCubeProject(file: string, readFile: FileReader): FileReading<CubeProject> {
  const bytes = readFile(file);
  if (bytes === null) {
    const message = `The file ${printed(file)} cannot be read. Needed: the .ioc file of a project of STM32CubeMX; in a spec its path is relative to the folder of the spec.`;
    return refused({ file, line: 1, column: 1 }, 'unreadable', message);
  }
  const text = textOf(bytes);
  const entries = readProperties(file, text);
  if (!entries.ok) return entries;
  const ioc = completeFile(file, text, entries.value);
  if (!ioc.ok) return ioc;
  const mcu = readPart(ioc.value);
  if (!mcu.ok) return mcu;
  const system = readSystem(ioc.value);
  const sources = readSources(file, system, readFile);
  const clocks = readClocks(ioc.value);
  const pins = readPins(ioc.value);
  return {
    ok: true,
    value: {
      ...{ file, clocks, pins, system },
      mcu: mcu.value,
      spis: readSpis(ioc.value, pins, clocks, readInit(sources)),
      namedInC: readPinNames(sources).filter(({ name }) => pins.every(({ cName }) => cName !== name)),
      callbacks: readCallbacks(sources),
      sources: sources.map((it) => it.file),
    },
  };
}

/** `spi.c` is there where each peripheral has a file of its own; `main.c` holds the rest. */
function readSources(file: string, system: CubeSystem, readFile: FileReader): readonly CText[] {
  const folder = file.slice(0, file.search(/[^/\\]*$/));
  const { sourceFolder, headerFolder } = system;
  return [`${headerFolder}/main.h`, `${sourceFolder}/spi.c`, `${sourceFolder}/main.c`].flatMap((name) => {
    const bytes = readFile(folder + name);
    return bytes === null ? [] : [readCText(folder + name, textOf(bytes))];
  });
}

/** What is no UTF-8 becomes U+FFFD, at which the file is refused. */
function textOf(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}
