import { printed } from '../../document/words/printed.ts';
import { type FileReading, refused } from './fact.ts';
import { IocFile, REQUIRED } from './file.ts';
import type { IocEntries, IocEntry } from './properties.ts';

const AGAIN = 'The file is cut off or damaged. Save the project in STM32CubeMX again.';

/** Older versions list a parameter of a pin, or count a peripheral, that they do not write. */
const STRICT_SINCE = 5;

/** Lists of CubeMX, and how the keys of what they list begin. Each parameter that is listed has a line of its own. */
const LISTS: readonly { readonly suffix: string; readonly since: number }[] = [
  { suffix: '.IPParameters', since: 0 },
  { suffix: '.RequestParameters', since: 0 },
  { suffix: '.GPIOParameters', since: STRICT_SINCE },
];

/**
 * A file whose lists and counts agree with its lines. CubeMX writes what it sets three times, as a count, in a list and
 * as a line; so a file that was cut off or lost lines in a merge does not pass for one with other settings.
 */
export function completeFile(file: string, text: string, entries: IocEntries): FileReading<IocFile> {
  const ioc = new IocFile(file, entries);
  const missing = REQUIRED.find((key) => !entries.has(key));
  if (missing !== undefined) {
    const message = `Found no line ${missing}=…. The file is cut off, or STM32CubeMX did not write it. Allowed: the .ioc file of a project.`;
    return refused({ file, line: lineCount(text), column: 1 }, 'not-cubemx', message);
  }
  const flaw = flawIn(ioc) ?? cutValue(ioc, text);
  if (flaw !== null) return refused(flaw.at.at, 'incomplete', `Found ${flaw.found}. ${AGAIN}`);
  const wrong = wrongValue(ioc);
  return wrong === null ? { ok: true, value: ioc } : wrong;
}

/** Pins of the largest packages, and peripherals with middleware, are below 400. */
const MOST_LISTED = 1_000;

interface Flaw {
  readonly at: IocEntry;
  readonly found: string;
}

function flawIn(ioc: IocFile): Flaw | null {
  const version = Number(/^\d+/.exec(ioc.get('MxCube.Version')?.value ?? '')?.[0] ?? 0);
  return (
    wrongCount(ioc, 'Mcu.PinsNb', 'Mcu.Pin') ??
    (version >= STRICT_SINCE ? wrongCount(ioc, 'Mcu.IPNb', 'Mcu.IP') : null) ??
    unlisted(ioc, version) ??
    silentPin(ioc) ??
    silentSpi(ioc)
  );
}

function wrongCount(ioc: IocFile, key: 'Mcu.PinsNb' | 'Mcu.IPNb', prefix: string): Flaw | null {
  const at = ioc.required(key);
  const count = ioc.numbered(prefix).length;
  if (count > MOST_LISTED) return { at, found: `${count} lines ${prefix}<n>=…, more than any STM32 has` };
  return at.value === String(count) ? null : { at, found: `${key}=${at.value} and ${count} lines ${prefix}<n>=…` };
}

function unlisted(ioc: IocFile, version: number): Flaw | null {
  for (const at of ioc.entries.values()) {
    const list = LISTS.find(({ suffix, since }) => version >= since && at.key.endsWith(suffix));
    if (list === undefined) continue;
    const owner = at.key.slice(0, -list.suffix.length);
    const lost = at.value.split(',').find((name) => name !== '' && !ioc.entries.has(`${owner}.${name}`));
    if (lost !== undefined)
      return { at, found: `${printed(lost)} in the list ${at.key}, and no line ${owner}.${lost}=…` };
  }
  return null;
}

/** A pin that is not a pad, such as VP_SYS_VS_Systick, always has a signal. */
function silentPin(ioc: IocFile): Flaw | null {
  const at = ioc.numbered('Mcu.Pin').find((it) => it.value.startsWith('VP_') && !ioc.entries.has(`${it.value}.Signal`));
  return at === undefined ? null : { at, found: `${at.value} among the pins, and no line ${at.value}.Signal=…` };
}

function silentSpi(ioc: IocFile): Flaw | null {
  const at = ioc
    .numbered('Mcu.IP')
    .find((it) => /^SPI\d$/.test(it.value) && !ioc.entries.has(`${it.value}.IPParameters`));
  return at === undefined
    ? null
    : { at, found: `${at.value} among the peripherals, and no line ${at.value}.IPParameters=…` };
}

/** The last line has an end, but for files of some versions, which end with a line of one word. */
function cutValue(ioc: IocFile, text: string): Flaw | null {
  const last = [...ioc.entries.values()].at(-1);
  if (last === undefined || text.endsWith('\n') || last.value === 'true' || last.value === 'false') return null;
  return { at: last, found: `no end of the line ${last.key}=…` };
}

function lineCount(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}

const PRESCALERS = ['2', '4', '8', '16', '32', '64', '128', '256', 'BYPASS'];

/** Values that are computed with: a clock of a bus or of an SPI in use, and the divider of an SPI. */
function wrongValue(ioc: IocFile): FileReading<never> | null {
  for (const { at, key, value } of ioc.entries.values()) {
    if (/^SPI\d\.BaudRatePrescaler$/.test(key) && !isPrescaler(value)) {
      const message = `Found ${key}=${printed(value)}. Allowed: SPI_BAUDRATEPRESCALER_2, 4, 8 and so on to 256, or BYPASS. ${AGAIN}`;
      return refused(at, 'value', message);
    }
    if (isClock(ioc, key) && !(/^\d+(?:\.\d+)?$/.test(value) && Number(value) > 0)) {
      return refused(at, 'value', `Found ${key}=${printed(value)}. Allowed: a frequency in Hz, above 0. ${AGAIN}`);
    }
  }
  return null;
}

function isPrescaler(value: string): boolean {
  return PRESCALERS.some((it) => value === `SPI_BAUDRATEPRESCALER_${it}`);
}

function isClock(ioc: IocFile, key: string): boolean {
  if (/^RCC\.(?:SYSCLKFreq_VALUE|HCLKFreq_Value|AHBFreq_Value|APB[12]?Freq_Value|HSE_VALUE)$/.test(key)) return true;
  const [, numbers] = /^RCC\.SPI(\d+)Freq_Value$/.exec(key) ?? [];
  if (numbers === undefined) return false;
  return ioc.numbered('Mcu.IP').some(({ value }) => [...numbers].some((number) => value === `SPI${number}`));
}
