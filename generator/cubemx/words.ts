import { allOf } from '../../document/words/printed.ts';

/** A finding as it stands in a plan: without what only some of them need. */
type Details = Readonly<Record<string, unknown>>;

type Words = (details: Details) => string;

/** A finding of {@link checkProject} in sentences: where, what was found, what it does, and what to click. */
export function findingText({
  key,
  at,
  ...details
}: { readonly key: string; readonly at?: unknown } & Details): string {
  const words = WORDS[key];
  if (words === undefined) throw new Error(`no words for ${key}`);
  return `${at}: ${words(details)}`;
}

/** Whether {@link findingText} has words for it. */
export function isProjectFinding(key: string): boolean {
  return Object.hasOwn(WORDS, key);
}

function mhz(hz: unknown): string {
  return `${Math.round(Number(hz) / 10_000) / 100} MHz`;
}

/** Where a parameter of an SPI is in STM32CubeMX. */
function inSpi(spi: unknown, parameter: string): string {
  return `In STM32CubeMX: Connectivity, ${spi}, Parameter Settings, ${parameter}.`;
}

function pinText({ pin, label }: Details): string {
  return label === null ? String(pin) : `${label} (${pin})`;
}

const WORDS: Readonly<Record<string, Words>> = {
  'cubemx-slave': ({ spi }) =>
    `${spi} is a slave. The chip needs a master. In STM32CubeMX: Connectivity, ${spi}, Mode: Full-Duplex Master.`,
  'cubemx-half-duplex': ({ spi }) =>
    `${spi} does not use MOSI and MISO at the same time. The chip needs both. In STM32CubeMX: Connectivity, ${spi}, Mode: Full-Duplex Master.`,
  'cubemx-no-spi-pin': ({ spi, lines }) =>
    `${spi} has no pin for ${allOf(lines as readonly string[])}. In STM32CubeMX: Pinout view, the pin, ${spi}_${(lines as readonly string[])[0]}.`,
  'cubemx-low-layer': ({ spi, handle }) =>
    `${spi} uses the low-layer drivers, so there is no handle ${handle}. In STM32CubeMX: Project Manager, Advanced Settings, ${spi}: HAL.`,
  'cubemx-data-size': ({ spi, bits }) =>
    `${spi} moves ${bits} bits at a time. The chip needs 8. ${inSpi(spi, 'Data Size: 8 Bits')}`,
  'cubemx-data-size-unknown': ({ spi, handle }) =>
    `nothing says how many bits ${spi} moves at a time: the default differs from family to family, and ${handle}.Init.DataSize is in no C file beside this one. The chip needs 8. ${inSpi(spi, 'Data Size: 8 Bits')}`,
  'cubemx-mode': ({ spi, mode }) =>
    `${spi} is in mode ${mode}. The chip takes modes 0 and 3. ${inSpi(spi, 'Clock Polarity: Low, Clock Phase: 1 Edge')}`,
  'cubemx-lsb-first': ({ spi }) =>
    `${spi} sends the lowest bit first. The chip needs the highest first. ${inSpi(spi, 'First Bit: MSB First')}`,
  'cubemx-floating-pins': ({ spi }) =>
    `SCK and MOSI of ${spi} float between two calls of HAL, so a false edge can get into a frame of several calls. ${inSpi(spi, 'Master Keep Io State: Enable')}`,
  'cubemx-hardware-nss': ({ spi }) =>
    `the SPI drives NSS by itself, which is no chip select for frames of several bytes. In STM32CubeMX: Connectivity, ${spi}, Hardware NSS Signal: Disable; then set up the pin as GPIO_Output.`,
  'cubemx-too-fast': ({ spi, rateHz, chip, limitHz, fitting }) =>
    `${spi} runs at ${mhz(rateHz)}. The datasheet of the ${chip} guarantees ${mhz(limitHz)}.${fitted(spi, fitting)}`,
  'cubemx-too-fast-part': ({ spi, rateHz, part, limitHz, fitting }) =>
    `${spi} runs at ${mhz(rateHz)}. The datasheet of the ${part} allows ${mhz(limitHz)}.${fitted(spi, fitting)}`,
  'cubemx-slow-pin': ({ pin, rateHz, limitHz }) =>
    `${pin} has the lowest output speed, which carries ${mhz(limitHz)} at most; the SPI runs at ${mhz(rateHz)}. In STM32CubeMX: System Core, GPIO, SPI, ${pin}, Maximum output speed: Very High.`,
  'cubemx-timer-taken': ({ timer, by }) =>
    `${timer} is taken by ${by}. Name another in "timer": { "instance": … }, or free it in STM32CubeMX: Timers, ${timer}, Clock Source: Disable.`,
  'cubemx-callback': ({ timer, callback }) =>
    `the project defines ${callback} already. The firmware does not: it has an interrupt handler of its own for ${timer}, so do not start ${timer} with HAL.`,
  'cubemx-no-pin': ({ pin }) =>
    `${pin} is not set up in STM32CubeMX. Your code must do it before it starts the firmware.`,
  'cubemx-select-low': (details) =>
    `${pinText(details)}, the chip's SCSn, is low after the start, so the chip takes part in whatever happens on the bus until its first frame. In STM32CubeMX: Pinout view, ${details.pin}, GPIO output level: High.`,
  'cubemx-rtos': ({ byLibrary, hasLock, isWatched, rtos }) =>
    isWatched === true
      ? `the project uses ${rtos}. Where several tasks use sockets, the chip or its SPI, a lock is needed: "lock": true in "watched".`
      : `the project uses ${rtos}. Call the functions of kw_loop.h from one task only: no lock protects them. ${byLibrary === true ? LIBRARY : hasLock === true ? SHARED : UNSHARED}`,
  'cubemx-shared-bus': ({ byLibrary, spi, other }) =>
    `${other} selects another device, and ${spi} is the only SPI. Where that device is on it, and its code does not run in the same task, ${byLibrary === true ? 'register a lock with reg_wizchip_cris_cbfunc of ioLibrary' : 'set "sharedBus": true in "wiring"'}.`,
  'cubemx-conflict': ({ spi, parameter, ioc, c, cAt }) =>
    `${spi} has ${parameter} ${ioc} here and ${c} in ${cAt}. The C is what is compiled. In STM32CubeMX: Generate Code.`,
  'cubemx-unclear': ({ question, unfit }) =>
    `mode, word size and rate of the SPI, and the level of SCSn, are not checked: your driver knows the SPI and the pins, and the project does not show them. ${question}${unfitText(unfit as readonly string[])}`,
};

/** SPIs of several that the chip cannot be on as they are. */
function unfitText(unfit: readonly string[]): string {
  return unfit.length === 0 ? '' : ` If the chip is on this one, it does not work: ${unfit.join(' ')}`;
}

function fitted(spi: unknown, prescaler: unknown): string {
  return prescaler === null ? '' : ` ${inSpi(spi, `Prescaler (for Baud Rate): ${prescaler}`)}`;
}

const UNSHARED =
  'Where other tasks use other devices on the same SPI, set "sharedBus": true in "wiring": it locks the bus for one frame at a time.';
const LIBRARY =
  'That task makes all calls of ioLibrary too. Where other tasks use other devices on the same SPI, register a lock with reg_wizchip_cris_cbfunc.';
const SHARED = 'kw_port_lock and kw_port_unlock lock the bus of the SPI for one frame at a time, and nothing else.';

/** What the firmware cannot work with; the others are warnings. */
export const PROJECT_ERRORS: readonly string[] = [
  ...['cubemx-slave', 'cubemx-half-duplex', 'cubemx-no-spi-pin', 'cubemx-low-layer', 'cubemx-data-size'],
  ...['cubemx-mode', 'cubemx-lsb-first', 'cubemx-too-fast', 'cubemx-timer-taken'],
];
