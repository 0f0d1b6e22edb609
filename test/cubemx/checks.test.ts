/** What is wrong in a project, or should be known, with its place. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type CheckedUse, checkProject } from '../../generator/cubemx/checks.ts';
import { type CubeProject, readCubeProject } from '../../generator/cubemx/project.ts';
import { chooseWiring, type GivenWiring } from '../../generator/cubemx/use.ts';
import { filesBelow, PROJECTS } from './read.ts';

const FILES = { f103: 'gauge.ioc', f411: 'panel.ioc', g474: 'logger.ioc', h723: 'press.ioc' } as const;

interface Edit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** A project of ours with some texts of its files replaced. */
function projectOf(name: keyof typeof FILES, edits: readonly Edit[] = []): CubeProject {
  const folder = join(PROJECTS, name);
  const read = readCubeProject(FILES[name], (path) => {
    const bytes = filesBelow(folder)(path);
    if (bytes === null) return null;
    let text = readFileSync(join(folder, path), 'utf8');
    for (const { from, to } of edits.filter(({ file }) => file === path)) {
      expect(text).toContain(from);
      text = text.replace(from, to);
    }
    return new TextEncoder().encode(text);
  });
  if (!read.ok) throw new Error(read.refusal.message);
  return read.value;
}

type Options = Partial<Omit<CheckedUse, 'spi' | 'cs'>> & { readonly wiring?: GivenWiring };

/** Key, place and details of each finding; errors first. */
function found(project: CubeProject, { wiring = {}, ...options }: Options = {}): readonly string[] {
  const choice = chooseWiring(project, wiring);
  if (!choice.ok) throw new Error(choice.questions.map(({ message }) => message).join('\n'));
  const usual = {
    chip: 'W5500',
    chipMaxHz: 33_300_000,
    setsSpi: false,
    timer: null,
    hasLock: false,
    isWatched: false,
    byLibrary: false,
  };
  return checkProject(project, { ...choice.value, ...usual, ...options }).map(
    ({ key, at, isError, ...details }) =>
      `${isError ? 'error' : 'warning'} ${key.replace('cubemx-', '')} ${at} ${Object.values(details).join(' ')}`,
  );
}

test('an F103 whose select line starts low; the edge of its interrupt line does not matter, since the level is read', () => {
  expect(found(projectOf('f103'))).toEqual(['warning select-low gauge.ioc:42:1 PA4 W5500_CS']);
});

const RTOS_WITH_LOCK = 'warning rtos panel.ioc:8:1 FreeRTOS false true';

test('a pin that CubeMX does not set up', () => {
  expect(found(projectOf('f411'), { wiring: { cs: 'PC7' }, hasLock: true })).toEqual([
    'warning no-pin panel.ioc:1:1 PC7',
    RTOS_WITH_LOCK,
  ]);
});

test('an F411 with an RTOS: nothing else; with a lock of the bus it is said too, with one of watched sockets not', () => {
  expect(found(projectOf('f411'))).toEqual(['warning rtos panel.ioc:8:1 FreeRTOS false false']);
  expect(found(projectOf('f411'), { hasLock: true })).toEqual([RTOS_WITH_LOCK]);
  expect(found(projectOf('f411'), { hasLock: true, isWatched: true })).toEqual([]);
});

test('a G474 with another device on its only SPI', () => {
  expect(found(projectOf('g474'))).toEqual(['warning shared-bus Core/Inc/main.h:14:1 SPI3 SD_CS']);
});

describe('an H723', () => {
  const wiring = { spi: 'SPI4' };

  test("what the project's driver relies on", () => {
    expect(found(projectOf('h723'), { wiring })).toEqual([
      'error data-size Core/Src/spi.c:11:3 SPI4 4',
      'warning floating-pins Core/Src/spi.c:17:3 SPI4',
      'warning select-low press.ioc:58:1 PE4 ETH_CS',
    ]);
  });

  test('what remains where the firmware sets the SPI itself', () => {
    expect(found(projectOf('h723'), { wiring, setsSpi: true })).toEqual([
      'warning select-low press.ioc:58:1 PE4 ETH_CS',
    ]);
  });

  test('60 MHz on SPI1, and the prescaler that fits', () => {
    const tooFast = expect.stringMatching(/^error too-fast press\.ioc:\d+:1 SPI1 60000000 2 W5500 33300000 4$/);
    expect(found(projectOf('h723'), { wiring: { spi: 'SPI1', cs: 'ETH_CS' }, setsSpi: true })).toContainEqual(tooFast);
  });

  test('C that was generated from another version of the file', () => {
    const edits = [
      {
        file: 'press.ioc',
        from: 'SPI4.Direction=',
        to: 'SPI4.BaudRatePrescaler=SPI_BAUDRATEPRESCALER_4\nSPI4.Direction=',
      },
    ];
    expect(found(projectOf('h723', edits), { wiring, setsSpi: true })).toContainEqual(
      expect.stringMatching(
        /^warning conflict press\.ioc:\d+:1 SPI4 BaudRatePrescaler SPI_BAUDRATEPRESCALER_4 SPI_BAUDRATEPRESCALER_8 Core\/Src\/spi\.c:15:3$/,
      ),
    );
  });
});

describe('one change of the F103 at a time', () => {
  const ioc = (from: string, to: string): Edit => ({ file: 'gauge.ioc', from, to });
  test.each([
    ['slave', ioc('SPI1.Mode=SPI_MODE_MASTER', 'SPI1.Mode=SPI_MODE_SLAVE'), 'error slave gauge.ioc:92:1 SPI1'],
    [
      'one line',
      ioc('SPI1.Direction=SPI_DIRECTION_2LINES', 'SPI1.Direction=SPI_DIRECTION_1LINE'),
      'error half-duplex gauge.ioc:90:1 SPI1',
    ],
    ['no MISO', ioc('PA6.Signal=SPI1_MISO', 'PA6.Signal=GPIO_Input'), 'error no-spi-pin gauge.ioc:92:1 SPI1 MISO'],
    [
      '16 bits',
      ioc('SPI1.Direction=', 'SPI1.DataSize=SPI_DATASIZE_16BIT\nSPI1.Direction='),
      'error data-size gauge.ioc:90:1 SPI1 16',
    ],
    [
      'mode 1',
      ioc('SPI1.Direction=', 'SPI1.CLKPhase=SPI_PHASE_2EDGE\nSPI1.Direction='),
      'error mode gauge.ioc:90:1 SPI1 1',
    ],
    [
      'mode 3, which the chip takes too',
      ioc('SPI1.Direction=', 'SPI1.CLKPhase=SPI_PHASE_2EDGE\nSPI1.CLKPolarity=SPI_POLARITY_HIGH\nSPI1.Direction='),
      null,
    ],
    [
      'LSB first',
      ioc('SPI1.Direction=', 'SPI1.FirstBit=SPI_FIRSTBIT_LSB\nSPI1.Direction='),
      'error lsb-first gauge.ioc:90:1 SPI1',
    ],
    [
      'hardware NSS',
      ioc('SPI1.VirtualType=', 'SPI1.VirtualNSS=VM_NSSHARD\nSPI1.VirtualType='),
      'warning hardware-nss gauge.ioc:93:1 SPI1',
    ],
    [
      '36 MHz',
      ioc(
        'SPI1.BaudRatePrescaler=SPI_BAUDRATEPRESCALER_4\nSPI1.CalculateBaudRate=18.0',
        'SPI1.BaudRatePrescaler=SPI_BAUDRATEPRESCALER_2\nSPI1.CalculateBaudRate=36.0',
      ),
      'error too-fast gauge.ioc:88:1 SPI1 36000000 2 W5500 33300000 4',
    ],
  ])('%s', (_, edit, expected) => {
    const errors = found(projectOf('f103', [edit])).filter((it) => !/ select-low /.test(it));
    expect(errors).toEqual(expected === null ? [] : [expected]);
  });

  test('a slow pin at a rate that it does not carry', () => {
    const slow = ioc('PA5.Mode=', 'PA5.GPIO_Speed=GPIO_SPEED_FREQ_LOW\nPA5.Mode=');
    expect(found(projectOf('f103', [slow]))[0]).toBe('warning slow-pin gauge.ioc:43:1 PA5 18000000 2000000');
    const slower = ioc('PRESCALER_4\nSPI1.CalculateBaudRate=18.0', 'PRESCALER_64\nSPI1.CalculateBaudRate=1.125');
    expect(found(projectOf('f103', [slow, slower])).join()).not.toContain('slow-pin');
  });

  test('a timer that is taken', () => {
    expect(found(projectOf('f103'), { timer: 'TIM2' })).toContainEqual(
      expect.stringMatching(/^error timer-taken gauge\.ioc:10:1 TIM2 the project$/),
    );
    expect(found(projectOf('f103'), { timer: 'TIM3' }).join()).not.toContain('timer');
  });

  test("the time base of HAL, and HAL's callback", () => {
    const project = projectOf('f411');
    expect(found(project, { timer: 'TIM1', hasLock: true })).toEqual([
      expect.stringMatching(/^error timer-taken panel\.ioc:\d+:1 TIM1 HAL's time base$/),
      'warning callback Core/Src/main.c:24:1 TIM1 HAL_TIM_PeriodElapsedCallback',
      RTOS_WITH_LOCK,
    ]);
  });
});
