import type { Fact } from './fact.ts';
import type { IocFile } from './file.ts';

export type Toolchain = 'cubeide' | 'cmake' | 'makefile' | 'keil' | 'iar' | 'other';

/** What else of a project matters to code that joins it. */
export interface CubeSystem {
  /** The version of CubeMX, for example `6.7.0`. */
  readonly version: Fact<string> | null;
  /** Null: none. */
  readonly rtos: Fact<'FreeRTOS' | 'ThreadX'> | null;
  /** What HAL_GetTick counts with: `SysTick`, or a timer. */
  readonly timeBase: Fact<string>;
  /** Timers that are set up, without that of the time base. */
  readonly timers: readonly Fact<string>[];
  /** Null: the file is a board's, not a project's. */
  readonly toolchain: Fact<Toolchain> | null;
  /** The folder of main.c, seen from the `.ioc` file. */
  readonly sourceFolder: string;
  /** The folder of main.h. */
  readonly headerFolder: string;
}

export function readSystem(ioc: IocFile): CubeSystem {
  const sourceFolder = ioc.get('ProjectManager.MainLocation')?.value || 'Src';
  return {
    version: ioc.get('MxCube.Version'),
    rtos: readRtos(ioc),
    timeBase: readTimeBase(ioc),
    timers: ioc.numbered('Mcu.IP').filter(({ value }) => /^(?:LP)?TIM\d+$/.test(value)),
    toolchain: readToolchain(ioc),
    sourceFolder,
    headerFolder: sourceFolder.replace(/Src$/, 'Inc'),
  };
}

/** A peripheral of older versions, a pack since X-CUBE-FREERTOS. */
function readRtos(ioc: IocFile): CubeSystem['rtos'] {
  const names = [...ioc.numbered('Mcu.IP'), ...ioc.numbered('Mcu.ThirdParty')];
  const found = (pattern: RegExp): Fact<string> | undefined => names.find(({ value }) => pattern.test(value));
  const freeRtos = found(/^FREERTOS$|X-CUBE-FREERTOS/);
  const threadX = found(/^THREADX$|AZRTOS/);
  if (freeRtos !== undefined) return { ...freeRtos, value: 'FreeRTOS' };
  return threadX === undefined ? null : { ...threadX, value: 'ThreadX' };
}

function readTimeBase(ioc: IocFile): Fact<string> {
  const pin = [...ioc.entries.values()].find(({ key }) => /^VP_SYS_VS_tim\d+\.Mode$/.test(key));
  const systick = ioc.get('VP_SYS_VS_Systick.Mode');
  return (
    pin ?? ioc.get('NVIC.TimeBaseIP') ?? systick ?? { value: 'SysTick', at: ioc.placeFor('Mcu.IP'), origin: 'default' }
  );
}

const TOOLCHAINS: readonly (readonly [pattern: RegExp, toolchain: Toolchain])[] = [
  [/^(?:STM32CubeIDE|SW4STM32|TrueSTUDIO)/, 'cubeide'],
  [/^CMake/, 'cmake'],
  [/^Makefile/, 'makefile'],
  [/^MDK-ARM/, 'keil'],
  [/^EWARM/, 'iar'],
];

function readToolchain(ioc: IocFile): Fact<Toolchain> | null {
  const entry = ioc.get('ProjectManager.TargetToolchain');
  if (entry === null || entry.value === '') return null;
  return { ...entry, value: TOOLCHAINS.find(([pattern]) => pattern.test(entry.value))?.[1] ?? 'other' };
}
