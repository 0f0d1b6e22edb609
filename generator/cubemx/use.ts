import { didYouMean } from '../../document/words/nearest.ts';
import { allOf, oneOf, printed } from '../../document/words/printed.ts';
import { type Candidate, type ChipLine, candidatesFor, chosenFrom, type Likeness } from './candidates.ts';
import type { CubeProject } from './project.ts';
import type { CubeSpi } from './spis.ts';

/** What a user says of the wiring; absent where it is left to the project. */
export interface GivenWiring {
  /** `SPI3` or `hspi3`. */
  readonly spi?: string;
  /** Labels or pins; null: not wired. */
  readonly cs?: string;
  readonly reset?: string | null;
  readonly interrupt?: string | null;
}

/** How the chip is wired in a project. */
export interface ProjectUse {
  readonly spi: CubeSpi;
  readonly cs: Candidate;
  /** Null: not wired, or no label shows it. */
  readonly reset: Candidate | null;
  readonly interrupt: Candidate | null;
}

/** Something that the project does not tell, or tells otherwise: the key to give, and what there is to choose from. */
export interface OpenQuestion {
  readonly key: 'spi' | ChipLine;
  readonly message: string;
  /** The message without what to name. */
  readonly found?: string;
}

export type ProjectChoice =
  | { readonly ok: true; readonly value: ProjectUse }
  | { readonly ok: false; readonly questions: readonly OpenQuestion[] };

/** Finds the chip's SPI and pins: as given, or where the project leaves one choice. Otherwise says what to name. */
export function chooseWiring(project: CubeProject, given: GivenWiring = {}): ProjectChoice {
  const spi = chooseSpi(project, given.spi);
  if ('key' in spi) return { ok: false, questions: [spi] };
  const cs = chooseLine(project, 'cs', spi.instance, given.cs);
  const reset = chooseLine(project, 'reset', spi.instance, given.reset);
  const interrupt = chooseLine(project, 'interrupt', spi.instance, given.interrupt);
  const questions = [cs ?? unknownSelect(project, spi.instance), reset, interrupt].flatMap((it) =>
    it !== null && 'key' in it ? [it] : [],
  );
  if (questions.length > 0) return { ok: false, questions };
  return { ok: true, value: { spi, cs: cs as Candidate, reset: found(reset), interrupt: found(interrupt) } };
}

/** A pin as a spec names it: by its label where C has a name for it. */
export function nameOfPin({ name, pin }: Candidate): string {
  return name ?? pin;
}

function found(chosen: Candidate | OpenQuestion | null): Candidate | null {
  return chosen === null || 'key' in chosen ? null : chosen;
}

function chooseSpi({ file, spis }: CubeProject, given: string | undefined): CubeSpi | OpenQuestion {
  const names = spis.map(({ instance }) => instance);
  if (given !== undefined) {
    const spi = spis.find(({ instance, handle }) => given === instance || given === handle);
    if (spi !== undefined) return spi;
    const there = names.length === 0 ? 'no SPI' : allOf(names);
    return {
      key: 'spi',
      message: `Found ${printed(given)}; ${file} sets up ${there}. ${names.length === 0 ? SET_UP_SPI : `Allowed: ${oneOf(names)}.`}`,
    };
  }
  const [first] = spis;
  if (first === undefined) return { key: 'spi', message: `Found no SPI in ${file}. ${SET_UP_SPI}` };
  if (spis.length === 1) return first;
  const found = `Found ${names.length} SPIs in ${file}: ${allOf(names)}.`;
  return { key: 'spi', message: `${found} Needed: the one that the chip is on.`, found };
}

const SET_UP_SPI =
  'In STM32CubeMX: Pinout & Configuration, Connectivity, the SPI, Mode: Full-Duplex Master; then save and generate.';

/** Null: not wired, as was said, or the project shows no such line. */
function chooseLine(
  project: CubeProject,
  line: ChipLine,
  spi: string,
  given: string | null | undefined,
): Candidate | OpenQuestion | null {
  if (given === null) return null;
  const candidates = candidatesFor(project, line, spi);
  if (given === undefined) return chosenFrom(candidates) ?? severalFor(project, line, candidates);
  return named(project, line, given) ?? notNamed(project, line, given, candidates);
}

/** Of all STM32. */
const PIN = /^P[A-K](?:1[0-5]|[0-9])$/;

/** By its label, or by its pin, which the project may set up outside of CubeMX. */
function named({ file, pins, namedInC }: CubeProject, line: ChipLine, given: string): Candidate | null {
  const pin = pins.find(({ name, cName }) => given === cName || given === name);
  if (pin !== undefined && suits(pin.signal, line)) {
    return { pin: pin.name, name: pin.cName, likeness: 'chip', at: pin.label?.at ?? pin.at };
  }
  const inC = namedInC.find(({ name, pin: { value } }) => given === name || given === value);
  if (inC !== undefined) return { pin: inC.pin.value, name: inC.name, likeness: 'chip', at: inC.pin.at };
  if (pin !== undefined || !PIN.test(given)) return null;
  return { pin: given, name: null, likeness: 'chip', at: { file, line: 1, column: 1 } };
}

function suits(signal: string | null, line: ChipLine): boolean {
  return line === 'interrupt'
    ? signal === 'GPIO_Input' || signal?.startsWith('GPXTI') === true
    : signal === 'GPIO_Output';
}

const KIND: Readonly<Record<ChipLine, string>> = {
  cs: 'GPIO_Output',
  reset: 'GPIO_Output',
  interrupt: 'GPIO_EXTI or GPIO_Input',
};

function notNamed(project: CubeProject, key: ChipLine, given: string, candidates: readonly Candidate[]): OpenQuestion {
  const pin = project.pins.find(({ name, cName }) => given === cName || given === name);
  const found =
    pin === undefined
      ? `no pin and no label ${printed(given)} in ${project.file}`
      : `${printed(given)} in ${project.file}:${pin.at.line}:${pin.at.column} as ${pin.signal ?? 'a pin without a function'}`;
  const guess = didYouMean(given, candidates.map(nameOfPin));
  const fix = `Needed: a pin that is ${KIND[key]} in STM32CubeMX.`;
  return { key, message: `Found ${found}. ${fix}${guess}${listOf(candidates)}` };
}

const SIGNALS: Readonly<Record<ChipLine, string>> = { cs: 'SCSn', reset: 'RSTn', interrupt: 'INTn' };

/** Labels of several pins show this line; null: none does. */
function severalFor({ file }: CubeProject, key: ChipLine, candidates: readonly Candidate[]): OpenQuestion | null {
  const best = candidates.filter(({ likeness }) => likeness === candidates[0]?.likeness);
  if (best.length < 2 || !SHOWN.includes(best[0]?.likeness ?? 'unnamed')) return null;
  const message = `Found ${best.length} labels in ${file} that may be the chip's ${SIGNALS[key]}. Needed: which of them it is.${listOf(best)}`;
  return { key, message };
}

const SHOWN: readonly Likeness[] = ['chip', 'role'];

/** The chip has a select line in any case. */
function unknownSelect(project: CubeProject, spi: string): OpenQuestion {
  const candidates = candidatesFor(project, 'cs', spi);
  const message = `Found no label in ${project.file} that shows which pin the chip's SCSn is wired to. Needed: its label or its pin.${listOf(candidates)}`;
  return { key: 'cs', message };
}

const MOST_LISTED = 8;

function listOf(candidates: readonly Candidate[]): string {
  if (candidates.length === 0) return '';
  const shown = candidates.slice(0, MOST_LISTED).map(({ pin, name }) => (name === null ? pin : `${name} (${pin})`));
  const more = candidates.length > MOST_LISTED ? ', …' : '';
  return ` There are: ${shown.join(', ')}${more}.`;
}
