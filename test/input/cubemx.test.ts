/** A spec that names a project of CubeMX: what it leaves out comes from there, and the project is checked. */
import { describe, expect, test } from 'vitest';
import type { Problem } from '../../document/problem.ts';
import { warningText } from '../../generator/explain/remarks.ts';
import { parseSpec, type Spec } from '../../generator/input/index.ts';
import { planOf } from '../../generator/plan/plan.ts';
import { filesBelow, PROJECTS } from '../cubemx/read.ts';

const KEEPALIVE = { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 };
const files = filesBelow(PROJECTS);

interface Keys {
  readonly mcu: object;
  readonly wiring?: object;
  readonly timer?: object;
  readonly watched?: object;
}

function read(keys: Keys, edit: (text: string) => string = (text) => text): ReturnType<typeof parseSpec> {
  const spec = { chip: 'W5500', keepalive: KEEPALIVE, timer: { source: 'millis' }, ...keys };
  return parseSpec(JSON.stringify(spec, null, 1), {
    readFile: (path) => {
      const bytes = files(path);
      return bytes && (path.endsWith('.ioc') ? new TextEncoder().encode(edit(new TextDecoder().decode(bytes))) : bytes);
    },
  });
}

function specOf(keys: Keys, edit?: (text: string) => string): Spec {
  const spec = read(keys, edit);
  if (!spec.ok) throw new Error(JSON.stringify(spec.problems));
  return spec.value;
}

function problemsOf(keys: Keys, edit?: (text: string) => string): readonly Problem[] {
  const spec = read(keys, edit);
  return spec.ok ? [] : spec.problems;
}

const F103 = 'f103/gauge.ioc';
const hal = (cubemx: string): object => ({ platform: 'hal', cubemx });

describe('what the spec leaves out', () => {
  test('SPI, labels, rate, part and clock of an F103', () => {
    const { mcu, wiring } = specOf({ mcu: hal(F103) });
    expect(wiring).toMatchObject({
      ...{ spi: 'hspi1', cs: 'W5500_CS', reset: 'W5500_RST', interrupt: 'W5500_INT' },
      spiMaxHz: 18_000_000,
    });
    expect(mcu).toMatchObject({
      part: 'STM32F103C8',
      clock: { source: 'HSE', hseHz: 8_000_000, sysclkHz: 72_000_000 },
    });
  });

  test('what the spec says wins', () => {
    const { wiring } = specOf({ mcu: hal(F103), wiring: { cs: 'PC13', reset: null } });
    expect(wiring).toMatchObject({ cs: 'PC13', reset: null, interrupt: 'W5500_INT', spiMaxHz: 18_000_000 });
  });

  test('pins by their names where the firmware owns the board', () => {
    const { wiring } = specOf({ mcu: { cubemx: F103 }, timer: { instance: 'TIM3', prescaler: 71 } });
    expect(wiring).toMatchObject({ spi: 'SPI1', cs: 'PA4', reset: 'PB0', interrupt: 'PB1' });
  });

  test('the handle alone of a family that the simulator does not have', () => {
    const { mcu, wiring } = specOf({ mcu: hal('g474/logger.ioc') });
    expect(wiring).toMatchObject({ spi: 'hspi3', cs: 'CS', reset: 'RST', interrupt: 'INT', spiMaxHz: 10_625_000 });
    expect(mcu.part).toBe('STM32F103C8');
  });

  test('a clock that the simulated board cannot make is left out, and refused where the firmware must make it', () => {
    const odd = (text: string): string => text.replaceAll('=72000000', '=71000000');
    expect(specOf({ mcu: hal(F103) }, odd).mcu.clock.sysclkHz).toBe(72_000_000);
    const timer = { instance: 'TIM3', prescaler: 71 };
    expect(problemsOf({ mcu: { cubemx: F103 }, timer }, odd).map(({ pointer }) => pointer)).toContain(
      '/mcu/clock/sysclkHz',
    );
  });

  test('nothing of the wiring where the application drives the chip', () => {
    const plain = specOf({ mcu: { platform: 'iolibrary' } });
    expect(specOf({ mcu: { platform: 'iolibrary', cubemx: 'f411/panel.ioc' } }).wiring).toEqual(plain.wiring);
  });
});

describe('refused', () => {
  test.each([
    ['a file that is not there', hal('none.ioc'), {}, '/mcu/cubemx', /^The file "none\.ioc" cannot be read\. Needed/],
    ['several SPIs', hal('h723/press.ioc'), {}, '/wiring/spi', /Found 2 SPIs in h723\/press\.ioc: SPI1 and SPI4\./],
    ['an SPI that is not set up', hal(F103), { spi: 'SPI2' }, '/wiring/spi', /sets up SPI1. Allowed: SPI1\./],
    ['a label that is none', hal(F103), { cs: 'W5500_SC' }, '/wiring/cs', /Did you mean "W5500_CS"\?/],
    ['an output as interrupt', hal(F103), { interrupt: 'PB0' }, '/wiring/interrupt', /as GPIO_Output\. Needed/],
  ])('%s', (_, mcu, wiring, pointer, message) => {
    expect(problemsOf({ mcu, wiring })).toEqual([
      expect.objectContaining({ pointer, message: expect.stringMatching(message), line: expect.any(Number) }),
    ]);
  });

  test('a file that is damaged, with its place in the message and that of the key beside it', () => {
    const [problem, ...others] = problemsOf({ mcu: hal(F103) }, (text) => text.replace('Mcu.Pin3=', 'Mcu.Pin3'));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ pointer: '/mcu/cubemx', rule: 'cubemx/file', line: 12 });
    expect(problem?.message).toMatch(/^f103\/gauge\.ioc:20:1: Found "Mcu\.Pin3PA4"/);
  });

  test('a rate above what the chip guarantees, a slave and a timer that is taken', () => {
    const faster = (text: string): string =>
      text.replace('PRESCALER_4', 'PRESCALER_2').replace('=18.0 MBits', '=36.0 MBits');
    expect(problemsOf({ mcu: hal(F103) }, faster)).toEqual([
      expect.objectContaining({
        rule: 'cubemx/too-fast',
        message:
          'f103/gauge.ioc:88:1: SPI1 runs at 36 MHz. The datasheet of the W5500 guarantees 33.3 MHz. In STM32CubeMX: Connectivity, SPI1, Parameter Settings, Prescaler (for Baud Rate): 4.',
      }),
    ]);
    const slave = (text: string): string => text.replace('Mode=SPI_MODE_MASTER', 'Mode=SPI_MODE_SLAVE');
    expect(problemsOf({ mcu: hal(F103) }, slave).map(({ rule }) => rule)).toEqual(['cubemx/slave']);
    const timer = { instance: 'TIM2', prescaler: 71 };
    expect(problemsOf({ mcu: { cubemx: F103 }, timer }).map(({ rule }) => rule)).toEqual(['cubemx/timer-taken']);
  });

  test('a part that platform registers does not have, with the platforms that run on it', () => {
    const timer = { instance: 'TIM3', prescaler: 71 };
    expect(problemsOf({ mcu: { cubemx: 'f411/panel.ioc' }, timer })).toContainEqual(
      expect.objectContaining({
        ...{ rule: 'cubemx/part', pointer: '/mcu/cubemx' },
        message:
          'f411/panel.ioc:6:1: Found the part STM32F411CE. Platform registers makes firmware for the STM32F100 and F103 only. Needed: "platform": "hal", or "custom", "iolibrary" or "iolibrary-owned", which run on any STM32.',
      }),
    );
    for (const platform of ['hal', 'custom', 'iolibrary']) {
      expect(problemsOf({ mcu: { platform, cubemx: 'f411/panel.ioc' } })).toEqual([]);
    }
  });

  test('a rate beside the one that the project sets', () => {
    const message =
      'Found 9000000 Hz. With platform hal the project sets the rate, not this key: SPI1 runs at 18 MHz (f103/gauge.ioc:88:1). Remove "spiMaxHz"; to change the rate, in STM32CubeMX: Connectivity, SPI1, Parameter Settings, Prescaler (for Baud Rate).';
    expect(problemsOf({ mcu: hal(F103), wiring: { spiMaxHz: 9_000_000 } })).toEqual([
      expect.objectContaining({ rule: 'spi/project-rate', pointer: '/wiring/spiMaxHz', message }),
    ]);
    expect(problemsOf({ mcu: hal(F103), wiring: { spiMaxHz: 18_000_000 } })).toEqual([]);
  });

  test('a rate that is too slow to count with, with the numbers of the project', () => {
    const slow = (text: string): string =>
      text.replace('PRESCALER_4', 'PRESCALER_256').replace('=18.0 MBits', '=62.5 KBits');
    expect(problemsOf({ mcu: hal(F103) }, slow)).toEqual([
      expect.objectContaining({
        ...{ rule: 'spi/too-slow-to-count', pointer: '/mcu/cubemx' },
        message:
          'f103/gauge.ioc:88:1: SPI1 runs at 62.5 kHz. Allowed: at least 281250 Hz; times are counted with the simulated STM32F103C8 at 72 MHz, whose SPI is no slower.',
      }),
    ]);
    expect(problemsOf({ mcu: { platform: 'custom' }, wiring: { spiMaxHz: 281_249 } })).toEqual([
      expect.objectContaining({
        ...{ rule: 'spi/too-slow-to-count', pointer: '/wiring/spiMaxHz' },
        message: expect.stringMatching(/^Found 281249 Hz\. Allowed with platform custom: at least 281250 Hz; /),
      }),
    ]);
  });

  test('nothing but the timer where the firmware owns the board', () => {
    const timer = { instance: 'TIM3', prescaler: 71 };
    const wrong = (text: string): string =>
      text
        .replace('Mode=SPI_MODE_MASTER', 'Mode=SPI_MODE_SLAVE')
        .replace('PRESCALER_4\nSPI1.CalculateBaudRate=18.0', 'PRESCALER_2\nSPI1.CalculateBaudRate=36.0');
    expect(problemsOf({ mcu: { cubemx: F103 }, timer }, wrong)).toEqual([]);
  });

  test('a wrong data size where the driver is the application, and not where kw_port.c sets it', () => {
    const wide = (text: string): string =>
      text.replace('SPI1.Direction=', 'SPI1.DataSize=SPI_DATASIZE_16BIT\nSPI1.Direction=');
    const custom = { platform: 'custom', cubemx: F103 };
    expect(problemsOf({ mcu: custom }, wide).map(({ rule }) => rule)).toEqual(['cubemx/data-size']);
    expect(problemsOf({ mcu: hal(F103) }, wide)).toEqual([]);
  });
});

describe('warnings', () => {
  const said = (keys: Keys, edit?: (text: string) => string): readonly string[] =>
    planOf(specOf(keys, edit))
      .warnings.filter(({ key }) => key.startsWith('cubemx-'))
      .map(warningText);

  test('say where, what it does, and what to click', () => {
    expect(said({ mcu: hal(F103) })).toEqual([
      "f103/gauge.ioc:42:1: W5500_CS (PA4), the chip's SCSn, is low after the start, so the chip takes part in whatever happens on the bus until its first frame. In STM32CubeMX: Pinout view, PA4, GPIO output level: High.",
    ]);
  });

  test('an RTOS, until there is a lock', () => {
    const mcu = { platform: 'iolibrary', cubemx: 'f411/panel.ioc' };
    const watched = /^f411\/panel\.ioc:8:1: the project uses FreeRTOS\. Where several tasks use sockets.*"lock": true/;
    expect(said({ mcu })).toEqual([expect.stringMatching(watched)]);
    expect(said({ mcu, watched: { lock: true } })).toEqual([]);
    expect(said({ mcu: hal('f411/panel.ioc') })).toContainEqual(
      expect.stringMatching(/FreeRTOS\. Call the functions of kw_loop\.h from one task only: no lock protects them\./),
    );
  });

  test('an RTOS with a shared bus: the lock is for the bus alone', () => {
    const mcu = { platform: 'hal', cubemx: 'f411/panel.ioc' };
    const words = said({ mcu, wiring: { sharedBus: true } }).filter((it) => it.includes('FreeRTOS'));
    expect(words).toEqual([
      'f411/panel.ioc:8:1: the project uses FreeRTOS. Call the functions of kw_loop.h from one task only: no lock protects them. kw_port_lock and kw_port_unlock lock the bus of the SPI for one frame at a time, and nothing else.',
    ]);
  });

  test('pins that float between two calls of HAL', () => {
    const mcu = { platform: 'custom', cubemx: 'h723/press.ioc' };
    expect(problemsOf({ mcu, wiring: { spi: 'SPI4', cs: 'ETH_CS' } }).map(({ message }) => message)).toEqual([
      expect.stringMatching(/^h723\/Core\/Src\/spi\.c:11:3: SPI4 moves 4 bits at a time\./),
    ]);
    const slower = (text: string): string =>
      text.replace('SPI1.Direction=', 'SPI1.BaudRatePrescaler=SPI_BAUDRATEPRESCALER_8\nSPI1.Direction=');
    expect(said({ mcu, wiring: { spi: 'SPI1', cs: 'ETH_CS' } }, slower)).toEqual([
      expect.stringMatching(/SCK and MOSI of SPI1 float between two calls of HAL/),
      expect.stringMatching(/ETH_CS \(PE4\), the chip's SCSn, is low/),
    ]);
  });

  describe.each(['iolibrary', 'iolibrary-owned'])('two SPIs, and %s, whose driver is the application', (platform) => {
    const mcu = { platform, cubemx: 'h723/press.ioc' };
    const slower = (text: string): string =>
      text.replace('SPI1.Direction=', 'SPI1.BaudRatePrescaler=SPI_BAUDRATEPRESCALER_8\nSPI1.Direction=');

    test('nothing is asked that no key could answer; one that the chip cannot be on is named', () => {
      expect(said({ mcu }, slower)).toEqual([
        [
          'h723/press.ioc: mode, word size and rate of the SPI, and the level of SCSn, are not checked: your driver knows the SPI and the pins, and the project does not show them.',
          'Found 2 SPIs in h723/press.ioc: SPI1 and SPI4.',
          'If the chip is on this one, it does not work:',
          'h723/Core/Src/spi.c:11:3: SPI4 moves 4 bits at a time. The chip needs 8. In STM32CubeMX: Connectivity, SPI4, Parameter Settings, Data Size: 8 Bits.',
        ].join(' '),
      ]);
    });

    test('what is wrong with both is an error', () => {
      expect(problemsOf({ mcu }).map(({ message }) => message)).toEqual([
        expect.stringMatching(/spi\.c:11:3: SPI4 moves 4 bits at a time\./),
        expect.stringMatching(/press\.ioc:93:1: SPI1 runs at 60 MHz\./),
      ]);
    });
  });
});
