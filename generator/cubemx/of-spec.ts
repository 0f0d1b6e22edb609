import type { Spec } from '../../contract/spec.ts';
import { CHIPS } from '../chips/registry.ts';
import { solveClock } from '../hardware/clock.ts';
import { PARTS } from '../hardware/parts.ts';
import { IOLIBRARY } from '../platforms/iolibrary/vendor.ts';
import type { Platform } from '../platforms/platform.ts';
import { PLATFORMS } from '../platforms/registry.ts';
import { checkProject, type ProjectFinding } from './checks.ts';
import type { FileReading, SourcePlace } from './fact.ts';
import { type CubeProject, type FileReader, readCubeProject } from './project.ts';
import { type CubeSpi, spiRateHz } from './spis.ts';
import {
  chooseWiring,
  type GivenWiring,
  nameOfPin,
  type OpenQuestion,
  type ProjectChoice,
  type ProjectUse,
} from './use.ts';
import { findingText } from './words.ts';

type PlatformName = Spec['mcu']['platform'];

/** What a spec leaves to the project that it names. */
export interface ProjectDefaults {
  readonly mcu: { readonly part?: Spec['mcu']['part']; readonly clock: Partial<Spec['mcu']['clock']> };
  readonly wiring: Partial<Spec['wiring']>;
}

/** The project of a spec with its files; null: it names none. */
export function projectOfSpec({ mcu, files }: Spec): FileReading<CubeProject> | null {
  if (mcu.cubemx === null) return null;
  const known = readings.get(files);
  if (known !== undefined) return known;
  const read = readCubeProject(mcu.cubemx, (path) => files[path] ?? null);
  readings.set(files, read);
  return read;
}

/** Several rules ask for the project of one spec. */
const readings = new WeakMap<Spec['files'], FileReading<CubeProject>>();

/** The project that a file belongs to, and the bytes of all files that were asked for. */
export function readNamedProject(file: string, readFile: FileReader) {
  const files: Record<string, Uint8Array | null> = {};
  const project = readCubeProject(file, (path) => {
    files[path] = readFile(path);
    return files[path] ?? null;
  });
  return { project, files };
}

/** The platform names the SPI and pins of the project, and not those of the board on which the simulator plays. */
export function namesProject(name: PlatformName): boolean {
  return PLATFORMS[name].vendor !== IOLIBRARY;
}

/** Which SPI and pins of the project are the chip's. `given`: what the spec says of its wiring. */
export function choiceOfSpec(project: CubeProject, platform: PlatformName, given: GivenWiring): ProjectChoice {
  return chooseWiring(project, namesProject(platform) ? given : { reset: null });
}

/** Part, clock, SPI and pins as the project has them, as far as it shows them and the platform takes them. */
export function projectDefaults(project: CubeProject, platform: PlatformName, given: GivenWiring): ProjectDefaults {
  const choice = choiceOfSpec(project, platform, given);
  return {
    mcu: boardDefaults(project, platform),
    wiring: choice.ok && namesProject(platform) ? wiringDefaults(choice.value, platform) : {},
  };
}

/**
 * The board that the simulator plays on takes the project's clock where it can make it; a firmware that owns the board must
 * make it, or say that it cannot.
 */
function boardDefaults({ mcu: { part }, clocks }: CubeProject, platform: PlatformName): ProjectDefaults['mcu'] {
  const row = PARTS[part.value];
  if (row === undefined) return { clock: {} };
  const { hseHz, sysclkHz, usesHse } = clocks;
  const clock = {
    source: usesHse ? ('HSE' as const) : ('HSI' as const),
    ...(hseHz === null || !usesHse ? {} : { hseHz: hseHz.value }),
    ...(sysclkHz === null ? {} : { sysclkHz: sysclkHz.value }),
  };
  const made = sysclkHz === null || solveClock(row, { hseHz: HSE_HZ, ...clock, sysclkHz: sysclkHz.value }) !== null;
  return { part: row.name as Spec['mcu']['part'], clock: made || ownsBoard(platform) ? clock : {} };
}

/** Of no matter where the clock comes from HSI. */
const HSE_HZ = 8_000_000;

function ownsBoard(name: PlatformName): boolean {
  const { isGuest, watches }: Platform = PLATFORMS[name];
  return isGuest !== true && watches !== true;
}

function isWatching(name: PlatformName): boolean {
  const { watches }: Platform = PLATFORMS[name];
  return watches === true;
}

function wiringDefaults(
  { cs, interrupt, reset, spi }: Extract<ProjectChoice, { readonly ok: true }>['value'],
  platform: PlatformName,
): Partial<Spec['wiring']> {
  const { isGuest }: Platform = PLATFORMS[platform];
  const name = (pin: typeof cs): string => (isGuest === true ? nameOfPin(pin) : pin.pin);
  const rateHz = spiRateHz(spi);
  return {
    spi: isGuest === true ? spi.handle : spi.instance,
    cs: name(cs),
    reset: reset && name(reset),
    interrupt: interrupt && name(interrupt),
    ...(rateHz === null ? {} : { spiMaxHz: Math.floor(rateHz) }),
  };
}

/** SCK of the chip's SPI as the project sets it. */
export interface ProjectRate {
  readonly spi: CubeSpi;
  readonly rateHz: number;
  readonly at: SourcePlace;
}

/** The rate of a firmware that joins its project; null: the firmware sets it, or the project does not show it. */
export function rateOfSpec(spec: Spec, given: GivenWiring): ProjectRate | null {
  const { isGuest }: Platform = PLATFORMS[spec.mcu.platform];
  const read = projectOfSpec(spec);
  if (isGuest !== true || read?.ok !== true) return null;
  const choice = choiceOfSpec(read.value, spec.mcu.platform, given);
  if (!choice.ok) return null;
  const { spi } = choice.value;
  const rateHz = spiRateHz(spi);
  return rateHz === null ? null : { spi, rateHz, at: spi.prescaler?.at ?? spi.at };
}

/** What is to be said of the project of a spec; empty where its SPI and pins are not known. */
export function findingsOfSpec(spec: Spec, project: CubeProject, given: GivenWiring): readonly ProjectFinding[] {
  const { platform: name } = spec.mcu;
  const choice = choiceOfSpec(project, name, given);
  if (!choice.ok) return namesProject(name) ? [] : unclear(spec, project, choice.questions);
  return findingsOf(spec, project, choice.value);
}

function findingsOf(spec: Spec, project: CubeProject, use: ProjectUse): readonly ProjectFinding[] {
  const { platform: name } = spec.mcu;
  const { name: chip, spiMaxHz: chipMaxHz } = CHIPS[spec.chip];
  const isOwner = ownsBoard(name);
  const findings = checkProject(project, {
    ...use,
    ...{ chip, chipMaxHz },
    setsSpi: name === 'hal' || ownsBoard(name),
    timer: isOwner && spec.timer.source === 'timer' ? spec.timer.instance : null,
    isWatched: isWatching(name),
    byLibrary: !namesProject(name),
    hasLock: spec.wiring.sharedBus || spec.watched?.lock === true,
  });
  return isOwner ? findings.filter(({ key }) => OF_OWNERS.includes(key)) : findings;
}

/** A firmware that owns the board sets up SPI and pins by itself; a timer it takes from the project. */
const OF_OWNERS: readonly string[] = ['cubemx-timer-taken', 'cubemx-callback'];

/**
 * The application's own driver knows the SPI and the pins, and nothing names them. Of several SPIs each one is checked: what
 * is wrong on all of them is an error, and one that the chip cannot be on is named.
 */
function unclear(spec: Spec, project: CubeProject, questions: readonly OpenQuestion[]): readonly ProjectFinding[] {
  const { file, spis } = project;
  const wrong = spis.map(({ instance }) => {
    const choice = chooseWiring(project, { spi: instance, reset: null });
    return choice.ok ? findingsOf(spec, project, choice.value).filter(({ isError }) => isError) : [];
  });
  if (wrong.length > 0 && wrong.every((errors) => errors.length > 0)) return wrong.flat();
  const unfit = wrong.flatMap(([first]) => (first === undefined ? [] : [findingText(first)]));
  const question = questions.map(({ found, message }) => found ?? message).join(' ');
  return [{ key: 'cubemx-unclear', at: file, isError: false, question, unfit }];
}
