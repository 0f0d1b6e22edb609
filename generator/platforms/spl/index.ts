import type { BoardPlan } from '../../../contract/board.ts';
import { f1Rows } from '../f1/explain.ts';
import { type F1Plan, f1Words } from '../f1/words.ts';
import type { Platform, PlatformFile } from '../platform.ts';
import { splDensityOf } from './density.ts';
import { hseDefineOf } from './hse.ts';
import { splViews } from './view.ts';

/** What the firmware calls, directly or through these (SPL V3.5.0). core_cm3.c is not needed and GCC 12 refuses it. */
const DRIVERS = ['stm32f10x_rcc.c', 'stm32f10x_gpio.c', 'stm32f10x_spi.c', 'stm32f10x_tim.c', 'misc.c'] as const;
const TRACE_DRIVER = 'stm32f10x_usart.c';
const SYSTEM = 'system_stm32f10x.c';

/** Names that ST's start-up files for GCC have, by SPL density. */
const STARTUPS: Readonly<Record<string, readonly string[]>> = {
  STM32F10X_MD: ['startup_stm32f10x_md.s', 'startup_stm32f103xb.s'],
  STM32F10X_HD: ['startup_stm32f10x_hd.s', 'startup_stm32f103xe.s'],
  STM32F10X_MD_VL: ['startup_stm32f10x_md_vl.s', 'startup_stm32f100xb.s'],
};

/** Without them the project counts its milliseconds. */
const TIMER_FILES: readonly PlatformFile[] = [
  { path: 'kw_timer.h', template: 'platforms/kw_timer.h' },
  { path: 'kw_timer.c', template: 'platforms/spl/kw_timer.c' },
];

/** Calls the user's copy of ST's Standard Peripheral Library, whose SystemInit sets the clock. */
export const spl: Platform = {
  name: 'spl',
  about:
    "uses your copy of ST's Standard Peripheral Library; its SystemInit sets the clock, and mcu.clock must describe this clock",
  rules: [
    {
      id: 'spl/flash-offset',
      needs: ['/mcu/flashOffset'],
      check: ({ spec }) => {
        const { flashOffset } = spec.mcu;
        if (flashOffset === 0) return [];
        const message = `Found ${flashOffset}. With platform spl your linker script and VECT_TAB_OFFSET decide. Allowed: 0.`;
        return [{ pointer: '/mcu/flashOffset', message }];
      },
    },
  ],
  plan: (part, board): F1Plan => ({
    name: 'spl',
    library: { name: 'spl', defines: [splDensityOf(part), 'USE_STDPERIPH_DRIVER', ...hseDefineOf(board.clock)] },
    words: f1Words(part, board),
  }),
  files: ({ timer }) => [
    { path: 'kw_clock.h', template: 'platforms/kw_clock.h' },
    { path: 'kw_clock.c', template: 'platforms/spl/kw_clock.c', replaced: true },
    ...(timer.source === 'timer' ? TIMER_FILES : []),
    { path: 'kw_port.h', template: 'platforms/kw_port.h' },
    { path: 'kw_port.c', template: 'platforms/spl/kw_port.c', replaced: true },
  ],
  cmake: 'platforms/spl/CMakeLists.txt',
  views: splViews,
  explain: f1Rows,
  startupIsUsers: true,
  vendor: {
    title: 'Standard Peripheral Library',
    header: 'stm32f10x.h',
    headers: /^(stm32f10x.*|system_stm32f10x|core_cm3|core_cm.*|cmsis_.*|misc)\.h$/,
    sources: ({ trace }: BoardPlan) => [...DRIVERS, ...(trace === null ? [] : [TRACE_DRIVER]), SYSTEM],
    startups: ({ mcu }: BoardPlan) => STARTUPS[splDensityOf(mcu)] ?? [],
  },
};
