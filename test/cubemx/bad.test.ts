/** Files that are no `.ioc` file, or not a whole one: one reason, with its line and column, and never a guess. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Random, randomFrom } from '../../simulator/random.ts';
import { PROJECTS, reading, refusalOf } from './read.ts';
import { summaryOf } from './summary.ts';

const GAUGE = readFileSync(join(PROJECTS, 'f103/gauge.ioc'), 'utf8');

/** The file with its first `found` replaced. */
function changed(found: string, by: string): string {
  expect(GAUGE).toContain(found);
  return GAUGE.replace(found, by);
}

/** 1-based. */
function lineOf(text: string, start: string): number {
  const index = text.split('\n').findIndex((line) => line.startsWith(start));
  expect(index).toBeGreaterThanOrEqual(0);
  return index + 1;
}

function lineCount(text: string): number {
  return text.split('\n').length - 1;
}

describe('refused, with the place', () => {
  test.each([
    ['nothing', '', 'cubemx/not-cubemx', 0, 'no line Mcu.Family=…'],
    ['prose', 'Dear all,\nthe file is attached.\n', 'cubemx/line', 1, '"Dear all,"'],
    ['XML of another vendor', '<?xml version="1.0"?>\n<configuration/>\n', 'cubemx/line', 2, '"<configuration/>"'],
    [
      'another vendor with the same form',
      'Chip.Family=GD32F1\nChip.Name=GD32F103C8\n',
      'cubemx/not-cubemx',
      2,
      'Mcu.Family',
    ],
  ])('%s', (_, text, rule, line, words) => {
    expect(refusalOf(text)).toMatchObject({ file: 'x.ioc', rule, line: Math.max(line, 1), column: 1 });
    expect(refusalOf(text).message).toContain(words);
  });

  test('a key twice, at the second', () => {
    const text = changed('SPI1.Mode=SPI_MODE_MASTER\n', 'SPI1.Mode=SPI_MODE_MASTER\nSPI1.Mode=SPI_MODE_SLAVE\n');
    const line = lineOf(text, 'SPI1.Mode=');
    expect(refusalOf(text)).toMatchObject({ rule: 'cubemx/duplicate-key', line: line + 1, column: 1 });
    expect(refusalOf(text).message).toContain(`line ${line} already`);
  });

  test.each([
    ['SPI1.BaudRatePrescaler=', 'SPI_BAUDRATEPRESCALER_3'],
    ['SPI1.BaudRatePrescaler=', 'SPI_BAUDRATEPRESCALER_'],
    ['RCC.APB2Freq_Value=', 'fast'],
    ['RCC.APB2Freq_Value=', '0'],
    ['RCC.APB2Freq_Value=', '-72000000'],
    ['RCC.APB2Freq_Value=', ''],
    ['RCC.HCLKFreq_Value=', '0x44AA200'],
  ])('a value that no project has: %s%s', (key, value) => {
    const line = lineOf(GAUGE, key);
    const text = GAUGE.split('\n')
      .with(line - 1, `${key}${value}`)
      .join('\n');
    expect(refusalOf(text)).toMatchObject({ file: 'x.ioc', rule: 'cubemx/value', line, column: 1 });
    expect(refusalOf(text).message).toContain(`Found ${key}"${value}".`);
  });

  test('the marks of a merge', () => {
    const text = changed('Mcu.IP0=', '<<<<<<< HEAD\nMcu.IP0=');
    expect(refusalOf(text)).toMatchObject({ rule: 'cubemx/line', line: lineOf(text, '<<<<<<<'), column: 1 });
  });

  test('bytes that are no text, at the first of them', () => {
    const at = GAUGE.indexOf('STM32F1\n') + 2;
    const bytes = new TextEncoder().encode(GAUGE);
    for (const byte of [0x00, 0x07, 0xff, 0xc3]) {
      const broken = new Uint8Array(bytes);
      broken[at] = byte;
      const { rule, line, column } = refusalOf(broken);
      expect({ rule, line, column }).toEqual({ rule: 'cubemx/text', line: lineOf(GAUGE, 'Mcu.Family='), column: 14 });
    }
  });

  test('a picture', () => {
    expect(refusalOf(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a))).toMatchObject({
      rule: 'cubemx/text',
      line: 1,
      column: 1,
    });
  });

  test('a file that is far too large, at once', () => {
    const started = performance.now();
    expect(refusalOf('a'.repeat(50_000_000))).toMatchObject({ rule: 'cubemx/size', line: 1, column: 1 });
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  test.each([
    ['lines', (text: string): string => text + lines(30_000, (n) => `k${n}=v`), 'cubemx/size'],
    ['pins', (text: string): string => listed(text, 'Pin', 'PinsNb=13', 'PC1'), 'cubemx/incomplete'],
    ['peripherals', (text: string): string => listed(text, 'IP', 'IPNb=5', 'SPI1'), 'cubemx/incomplete'],
  ])('far too many %s, at once', (_, edit, rule) => {
    const started = performance.now();
    expect(refusalOf(edit(GAUGE))).toMatchObject({ rule });
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  test('families that are not known', () => {
    const text = changed('Mcu.Family=STM32F1', 'Mcu.Family=STM32N6');
    expect(refusalOf(text)).toMatchObject({ rule: 'cubemx/family', line: lineOf(text, 'Mcu.Family='), column: 1 });
    expect(refusalOf(text).message).toContain('"STM32N6"');
    expect(refusalOf(changed('Mcu.Family=STM32F1', 'Mcu.Family=__proto__')).rule).toBe('cubemx/family');
  });

  test('a part that is none, or of another family, or two', () => {
    expect(refusalOf(changed('Mcu.CPN=STM32F103C8T6', 'Mcu.CPN=GD32F103C8T6'))).toMatchObject({
      rule: 'cubemx/part',
      line: lineOf(GAUGE, 'Mcu.CPN='),
    });
    expect(refusalOf(changed('Mcu.CPN=STM32F103C8T6', 'Mcu.CPN=STM32F411CEU6')).rule).toBe('cubemx/part');
    expect(refusalOf(changed('Mcu.CPN=STM32F103C8T6', 'Mcu.CPN=STM32F103RBT6'))).toMatchObject({
      rule: 'cubemx/part',
      line: lineOf(GAUGE, 'Mcu.UserName='),
    });
  });

  test('no such file', () => {
    expect(refusalOf(new Uint8Array())).toMatchObject({ rule: 'cubemx/not-cubemx' });
  });
});

describe('a file that lost lines', () => {
  test.each([
    ['a pin of the list', /^Mcu\.Pin3=.*\n/m, 'Mcu.PinsNb='],
    ['a peripheral of the list', /^Mcu\.IP2=.*\n/m, 'Mcu.IPNb='],
    ['a parameter of the SPI', /^SPI1\.BaudRatePrescaler=.*\n/m, 'SPI1.IPParameters='],
    ['a parameter of a pin', /^PB0\.PinState=.*\n/m, 'PB0.GPIOParameters='],
    ['the time base', /^VP_SYS_VS_Systick\.Signal=.*\n/m, 'Mcu.Pin11='],
    ['a frequency', /^RCC\.SYSCLKFreq_VALUE=.*\n/m, 'RCC.IPParameters='],
    ['all of the SPI', /^SPI1\..*\n/gm, 'Mcu.IP2='],
  ])('%s', (_, line, blamed) => {
    const text = GAUGE.replace(line, '');
    expect(text).not.toBe(GAUGE);
    expect(refusalOf(text)).toMatchObject({ rule: 'cubemx/incomplete', line: lineOf(text, blamed), column: 1 });
  });
});

describe('cut off at any byte', () => {
  test.each([
    ['f103/gauge.ioc', 1],
    ['f411/panel.ioc', 7],
    ['g474/logger.ioc', 7],
    ['h723/press.ioc', 7],
  ])('%s, each %i bytes, is refused, or says what the whole file says', (file, step) => {
    const text = readFileSync(join(PROJECTS, file), 'utf8');
    const whole = reading(text);
    expect(whole.ok).toBe(true);
    const accepted: number[] = [];
    for (let length = 0; length < text.length; length += step) {
      const cut = reading(text.slice(0, length));
      if (!cut.ok) {
        expect(cut.refusal.line).toBeLessThanOrEqual(lineCount(text));
        continue;
      }
      accepted.push(length);
      if (whole.ok) expect(summaryOf(cut.value)).toEqual(summaryOf(whole.value));
    }
    // What may be missing is the last line, or the end of it.
    expect(accepted.filter((length) => length < text.indexOf('\nboard=') - 1)).toEqual([]);
  });
});

describe('random damage', () => {
  test.each([1, 2, 3, 4])('never throws and never takes long: seed %i', (seed) => {
    const random = randomFrom(seed);
    const bytes = new TextEncoder().encode(GAUGE);
    const started = performance.now();
    let refusals = 0;
    for (let run = 0; run < 400; run += 1) {
      const damaged = damage(bytes, random);
      const read = reading(damaged);
      if (read.ok) {
        summaryOf(read.value);
        continue;
      }
      refusals += 1;
      const { line, column, message } = read.refusal;
      expect(Math.min(line, column)).toBeGreaterThanOrEqual(1);
      expect(message).toMatch(/^Found /);
      expect(message.length).toBeLessThan(700);
    }
    expect(refusals).toBeGreaterThan(100);
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});

function damage(bytes: Uint8Array, random: Random): Uint8Array {
  const damaged = new Uint8Array(bytes);
  for (let count = 1 + below(random, 4); count > 0; count -= 1)
    damaged[below(random, bytes.length)] = below(random, 256);
  const from = below(random, bytes.length);
  const to = from + below(random, 200);
  const kinds = [
    damaged,
    damaged.slice(0, from),
    join2(damaged.slice(0, from), damaged.slice(to)),
    join2(damaged, damaged.slice(from, to)),
  ];
  return kinds[below(random, kinds.length)] ?? damaged;
}

function join2(a: Uint8Array, b: Uint8Array): Uint8Array {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}

function below(random: Random, limit: number): number {
  return random.uint32() % limit;
}

function lines(count: number, text: (number: number) => string): string {
  return Array.from({ length: count }, (_, index) => `${text(index)}\n`).join('');
}

/** With 15,000 more entries of a list of CubeMX, and a count that says so. */
function listed(text: string, list: 'Pin' | 'IP', count: string, value: string): string {
  const more = lines(15_000, (number) => `Mcu.${list}${number + 100}=${value}`);
  const [key = '', number = ''] = count.split('=');
  return text
    .replace(`Mcu.${count}`, `Mcu.${key}=${Number(number) + 15_000}`)
    .replace(`Mcu.${list}0=`, `${more}Mcu.${list}0=`);
}
