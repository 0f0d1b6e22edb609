import { candidatesFor } from './candidates.ts';
import { placeText, type SourcePlace } from './fact.ts';
import type { CubePin } from './pins.ts';
import type { CubeProject } from './project.ts';
import { type CubeSpi, spiMode, spiRateHz } from './spis.ts';
import type { ProjectUse } from './use.ts';

/** What a check rests on beside the project. */
export interface CheckedUse extends ProjectUse {
  /** The fastest SCK that the chip's datasheet guarantees, in hertz. */
  readonly chipMaxHz: number;
  readonly chip: string;
  /** The firmware sets mode, word size, bit order and MasterKeepIOState of the SPI by itself. */
  readonly setsSpi: boolean;
  /** The timer that the firmware takes; null: none. */
  readonly timer: string | null;
  /** A lock is held around each use of the chip, or its bus. */
  readonly hasLock: boolean;
  /** The application serves the sockets. */
  readonly isWatched: boolean;
  /** WIZnet's ioLibrary is between the firmware and the chip, and has a lock of its own. */
  readonly byLibrary: boolean;
}

/**
 * What is wrong in a project, or should be known. `at` is `file:line:column`. Beside it stand the values that its
 * sentence needs.
 */
export type ProjectFinding = {
  readonly key: `cubemx-${string}`;
  readonly at: string;
  /** False: the chip works with it, perhaps not always. */
  readonly isError: boolean;
  readonly [detail: string]: string | number | boolean | null | readonly string[];
};

/** Everything that can be seen in the files; the worst first. */
export function checkProject(project: CubeProject, use: CheckedUse): readonly ProjectFinding[] {
  const found = [
    ...roleFindings(use),
    ...(use.setsSpi ? [] : settingFindings(use)),
    ...rateFindings(project, use),
    ...timerFindings(project, use),
    ...pinFindings(project, use),
    ...sharingFindings(project, use),
    ...conflictFindings(use.spi),
  ];
  return [...found.filter(({ isError }) => isError), ...found.filter(({ isError }) => !isError)];
}

type Details = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

function error(key: string, at: SourcePlace, details: Details = {}): ProjectFinding {
  return { ...details, key: `cubemx-${key}`, at: placeText(at), isError: true };
}

function warning(key: string, at: SourcePlace, details: Details = {}): ProjectFinding {
  return { ...details, key: `cubemx-${key}`, at: placeText(at), isError: false };
}

/** What no firmware can mend at run time: CubeMX sets up the pins for it. */
function roleFindings({ spi, setsSpi }: CheckedUse): readonly ProjectFinding[] {
  const { instance, role, isFullDuplex, sck, miso, mosi } = spi;
  const missing = Object.entries({ SCK: sck, MISO: miso, MOSI: mosi }).flatMap(([line, pad]) => (pad ? [] : [line]));
  return [
    ...(role?.value === 'slave' ? [error('slave', role.at, { spi: instance })] : []),
    ...(isFullDuplex?.value === false ? [error('half-duplex', isFullDuplex.at, { spi: instance })] : []),
    ...(missing.length > 0 && isFullDuplex?.value !== false
      ? [error('no-spi-pin', spi.at, { spi: instance, lines: missing })]
      : []),
    ...(setsSpi && !spi.hasHandle ? [error('low-layer', spi.at, { spi: instance, handle: spi.handle })] : []),
  ];
}

/** What the project's own driver relies on. */
function settingFindings({ spi }: CheckedUse): readonly ProjectFinding[] {
  const { instance, dataBits, firstBit, keepsIo, nss, phase, polarity } = spi;
  const mode = spiMode(spi);
  const wrongMode = mode === 1 || mode === 2 ? (phase ?? polarity) : null;
  return [
    ...(dataBits !== null && dataBits.value !== 8
      ? [error('data-size', dataBits.at, { spi: instance, bits: dataBits.value })]
      : []),
    ...(dataBits === null ? [warning('data-size-unknown', spi.at, { spi: instance, handle: spi.handle })] : []),
    ...(wrongMode !== null ? [error('mode', wrongMode.at, { spi: instance, mode })] : []),
    ...(firstBit?.value === 'LSB' ? [error('lsb-first', firstBit.at, { spi: instance })] : []),
    ...(keepsIo?.value === false ? [warning('floating-pins', keepsIo.at, { spi: instance })] : []),
    ...(nss.value === 'hardware' ? [warning('hardware-nss', nss.at, { spi: instance })] : []),
  ];
}

/** SCK of the STM32F1 as master, datasheets STM32F103x8 and xE, table "SPI characteristics". */
const F1_MAX_HZ = 18_000_000;

function rateFindings(project: CubeProject, { spi, chip, chipMaxHz }: CheckedUse): readonly ProjectFinding[] {
  const { mcu } = project;
  const rateHz = spiRateHz(spi);
  const { prescaler, kernelHz, instance } = spi;
  if (rateHz === null || prescaler === null || kernelHz === null) return [];
  const details = { spi: instance, rateHz: Math.round(rateHz), prescaler: prescaler.value };
  if (rateHz > chipMaxHz) {
    const fitting = fittingPrescaler(kernelHz.value, chipMaxHz);
    return [error('too-fast', prescaler.at, { ...details, chip, limitHz: chipMaxHz, fitting })];
  }
  if (mcu.family.value === 'STM32F1' && rateHz > F1_MAX_HZ) {
    const fitting = fittingPrescaler(kernelHz.value, F1_MAX_HZ);
    return [warning('too-fast-part', prescaler.at, { ...details, part: mcu.part.value, limitHz: F1_MAX_HZ, fitting })];
  }
  return slowPins(project, spi, rateHz);
}

/**
 * What a pin at its lowest speed carries: 2 MHz on the F1 (RM0008 9.2.1, MODE), and on no other family more than the 12 MHz of
 * the H7 (DS12110, table "Output timing characteristics").
 */
const LOW_SPEED_HZ = 12_000_000;
const F1_LOW_SPEED_HZ = 2_000_000;

function slowPins({ mcu, pins }: CubeProject, { sck, mosi }: CubeSpi, rateHz: number): readonly ProjectFinding[] {
  const limitHz = mcu.family.value === 'STM32F1' ? F1_LOW_SPEED_HZ : LOW_SPEED_HZ;
  if (rateHz <= limitHz) return [];
  return pins
    .filter(({ name, speed }) => (name === sck || name === mosi) && speed?.value === 'GPIO_SPEED_FREQ_LOW')
    .map(({ at, name, speed }) =>
      warning('slow-pin', speed?.at ?? at, { pin: name, rateHz: Math.round(rateHz), limitHz }),
    );
}

/** The prescaler that CubeMX offers for the fastest rate within the limit. */
function fittingPrescaler(kernelHz: number, limitHz: number): number | null {
  return [2, 4, 8, 16, 32, 64, 128, 256].find((it) => kernelHz / it <= limitHz) ?? null;
}

function timerFindings({ system, callbacks }: CubeProject, { timer }: CheckedUse): readonly ProjectFinding[] {
  if (timer === null) return [];
  const { timers, timeBase } = system;
  const taken = timers.find(({ value }) => value === timer);
  const elapsed = callbacks.find(({ value }) => value === 'HAL_TIM_PeriodElapsedCallback');
  return [
    ...(taken === undefined ? [] : [error('timer-taken', taken.at, { timer, by: 'the project' })]),
    ...(timeBase.value === timer ? [error('timer-taken', timeBase.at, { timer, by: "HAL's time base" })] : []),
    ...(elapsed === undefined ? [] : [warning('callback', elapsed.at, { timer, callback: elapsed.value })]),
  ];
}

function pinFindings(project: CubeProject, { cs, interrupt, reset }: CheckedUse): readonly ProjectFinding[] {
  const select = pinNamed(project, cs.pin);
  const unknown = [cs, reset, interrupt].flatMap((it) => (it === null || isSetUp(project, it.pin) ? [] : [it]));
  return [
    ...unknown.map(({ pin, at }) => warning('no-pin', at, { pin })),
    ...(select?.level?.value === 'low' ? [warning('select-low', select.level.at, pinDetails(select))] : []),
  ];
}

function isSetUp({ namedInC, pins }: CubeProject, name: string): boolean {
  return [...pins.map((pin) => pin.name), ...namedInC.map(({ pin }) => pin.value)].includes(name);
}

function pinNamed({ pins }: CubeProject, name: string): CubePin | null {
  return pins.find((pin) => pin.name === name) ?? null;
}

function pinDetails({ name, cName }: CubePin): Details {
  return { pin: name, label: cName };
}

/** Who else uses the chip or its bus. */
function sharingFindings(
  project: CubeProject,
  { spi, cs, hasLock, isWatched, byLibrary }: CheckedUse,
): readonly ProjectFinding[] {
  const { rtos } = project.system;
  const library = byLibrary ? { byLibrary } : {};
  if (hasLock)
    return rtos === null || isWatched
      ? []
      : [warning('rtos', rtos.at, { rtos: rtos.value, isWatched, hasLock, ...library })];
  const other = project.spis.length === 1 ? otherSelect(project, spi, cs.pin) : null;
  return [
    ...(rtos === null ? [] : [warning('rtos', rtos.at, { rtos: rtos.value, isWatched, hasLock, ...library })]),
    ...(other === null ? [] : [warning('shared-bus', other.at, { spi: spi.instance, other: other.name, ...library })]),
  ];
}

/** On the only SPI: another output whose label says that it selects a device. */
function otherSelect(
  project: CubeProject,
  spi: CubeSpi,
  cs: string,
): { readonly name: string; readonly at: SourcePlace } | null {
  const other = candidatesFor(project, 'cs', spi.instance).find((it) => it.pin !== cs && it.likeness !== 'unnamed');
  return other === undefined ? null : { name: other.name ?? other.pin, at: other.at };
}

/** CubeMX has not generated since its file was changed, or somebody has edited what it generated. */
function conflictFindings({ conflicts, instance }: CubeSpi): readonly ProjectFinding[] {
  return conflicts.map(({ parameter, ioc, c }) =>
    warning('conflict', ioc.at, { spi: instance, parameter, ioc: ioc.value, c: c.value, cAt: placeText(c.at) }),
  );
}
