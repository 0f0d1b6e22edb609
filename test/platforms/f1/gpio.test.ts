import { describe, expect, test } from 'vitest';
import { FAMILIES } from '../../../generator/hardware/families.ts';
import { planGpio } from '../../../generator/hardware/gpio.ts';
import { partOf } from '../../../generator/hardware/parts.ts';
import { afioWords, portWords } from '../../../generator/platforms/f1/gpio.ts';

const portsOf = (gpio: ReturnType<typeof planGpio>) => portWords(FAMILIES.F1, gpio);
const usual = { spi: 'SPI1', spiMaxHz: 18_000_000, cs: 'PA4', reset: 'PB0', interrupt: 'PB1' } as const;

describe('port registers, nibbles by RM0008 table 20, written out by hand', () => {
  test('the usual wiring', () => {
    const gpio = planGpio(partOf('STM32F103C8'), usual);
    expect(portsOf(gpio)).toEqual([
      {
        port: 'A',
        base: 0x40010800,
        enableBit: 2,
        crlMask: 0xffff0000, // PA7 MOSI b, PA6 MISO 8, PA5 SCK b, PA4 CS 3
        crlValue: 0xb8b30000,
        crhMask: 0,
        crhValue: 0,
        bsrr: 0b0101_0000, // CSn high, MISO pulled up
      },
      {
        port: 'B',
        base: 0x40010c00,
        enableBit: 3,
        crlMask: 0x000000ff, // PB1 INT 8, PB0 reset 2
        crlValue: 0x00000082,
        crhMask: 0,
        crhValue: 0,
        bsrr: 0b11, // INT pulled up, RSTn high
      },
    ]);
    expect(afioWords(gpio).mapr).toBeNull();
    expect(gpio.pins.map((pin) => `${pin.role} ${pin.name}`)).toEqual([
      'cs PA4',
      'reset PB0',
      'interrupt PB1',
      'sck PA5',
      'miso PA6',
      'mosi PA7',
    ]);
  });

  test("WIZnet's W5500EVB: SPI2, CS PB12, RST PB9, INT PC6", () => {
    const gpio = planGpio(partOf('STM32F103RC'), { ...usual, spi: 'SPI2', cs: 'PB12', reset: 'PB9', interrupt: 'PC6' });
    expect(portsOf(gpio)).toEqual([
      {
        port: 'B',
        base: 0x40010c00,
        enableBit: 3,
        crlMask: 0,
        crlValue: 0,
        crhMask: 0xffff00f0, // PB15 MOSI b, PB14 MISO 8, PB13 SCK b, PB12 CS 3, PB9 reset 2
        crhValue: 0xb8b30020,
        bsrr: 0b0101_0010_0000_0000,
      },
      {
        port: 'C',
        base: 0x40011000,
        enableBit: 4,
        crlMask: 0x0f000000,
        crlValue: 0x08000000,
        crhMask: 0,
        crhValue: 0,
        bsrr: 0b0100_0000,
      },
    ]);
  });

  test('the registers part between pins 7 and 8', () => {
    const gpio = planGpio(partOf('STM32F103C8'), { ...usual, reset: 'PB7', interrupt: 'PB8' });
    expect(portsOf(gpio)[1]).toMatchObject({
      crlMask: 0xf0000000,
      crlValue: 0x20000000,
      crhMask: 0x0000000f,
      crhValue: 0x00000008,
      bsrr: 0x180,
    });
  });

  test('no interrupt pin', () => {
    const gpio = planGpio(partOf('STM32F103C8'), { ...usual, interrupt: null });
    expect(gpio.interrupt).toBeNull();
    expect(portsOf(gpio)[1]).toMatchObject({ port: 'B', crlMask: 0xf, crlValue: 0x2, bsrr: 1 });
  });

  test('no reset pin', () => {
    const gpio = planGpio(partOf('STM32F103C8'), { ...usual, reset: null });
    expect(gpio.reset).toBeNull();
    expect(portsOf(gpio)[1]).toMatchObject({ port: 'B', crlMask: 0xf0, crlValue: 0x80, bsrr: 2 });
  });

  test('the last port of the largest package', () => {
    const gpio = planGpio(partOf('STM32F103ZE'), { ...usual, cs: 'PG15' });
    expect(portsOf(gpio).at(-1)).toMatchObject({
      port: 'G',
      base: 0x40012000,
      enableBit: 8,
      crhMask: 0xf0000000,
      crhValue: 0x30000000,
      bsrr: 0x8000,
    });
  });

  test('a pin on the backup supply switches at 2 MHz', () => {
    const gpio = planGpio(partOf('STM32F103C8'), { ...usual, cs: 'PC13' });
    expect(portsOf(gpio).find(({ port }) => port === 'C')).toMatchObject({ crhMask: 0xf00000, crhValue: 0x200000 });
  });
});

describe('AFIO_MAPR, RM0008 9.4.2', () => {
  test.each([
    ['STM32F103C8', 'PA15', 0x02000000],
    ['STM32F103C8', 'PB3', 0x02000000],
    ['STM32F103C8', 'PB4', 0x02000000],
    ['STM32F103C8', 'PB5', null],
    ['STM32F103C8', 'PD0', 0x00008000],
    ['STM32F103RB', 'PD1', 0x00008000],
    ['STM32F103RB', 'PD2', null],
    ['STM32F103VE', 'PD0', null],
  ])('%s with %s', (part, reset, mapr) => {
    expect(afioWords(planGpio(partOf(part), { ...usual, reset })).mapr).toBe(mapr);
  });

  test('both reasons at once', () => {
    expect(afioWords(planGpio(partOf('STM32F103C8'), { ...usual, reset: 'PD0', cs: 'PB3' })).mapr).toBe(0x02008000);
  });
});

test('a pin that the package lacks', () => {
  expect(() => planGpio(partOf('STM32F103C8'), { ...usual, cs: 'PE0' })).toThrow('PE0');
});
