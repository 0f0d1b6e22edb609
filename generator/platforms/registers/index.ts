import { f1Rows } from '../f1/explain.ts';
import { type F1Plan, f1Words } from '../f1/words.ts';
import type { Platform, PlatformFile } from '../platform.ts';
import { registersViews } from './view.ts';

/** Without them the project counts its milliseconds. */
const TIMER_FILES: readonly PlatformFile[] = [
  { path: 'kw_timer.h', template: 'platforms/kw_timer.h' },
  { path: 'kw_timer.c', template: 'platforms/registers/kw_timer.c' },
];

/** Self-contained: clock, vectors, start-up and linker script, no vendor header. */
export const registers: Platform = {
  name: 'registers',
  about: 'complete firmware with clock, vectors, start-up code and linker script; needs no vendor header',
  rules: [],
  plan: (part, board): F1Plan => ({ name: 'registers', library: null, words: f1Words(part, board) }),
  files: ({ mcu, timer }) => [
    { path: 'kw_clock.h', template: 'platforms/kw_clock.h' },
    { path: 'kw_clock.c', template: 'platforms/registers/kw_clock.c', replaced: true },
    ...(timer.source === 'timer' ? TIMER_FILES : []),
    { path: 'kw_port.h', template: 'platforms/kw_port.h' },
    { path: 'kw_port.c', template: 'platforms/registers/kw_port.c', replaced: true },
    { path: 'kw_stm32f1.h', template: 'platforms/registers/kw_stm32f1.h' },
    { path: 'kw_startup.c', template: 'platforms/registers/kw_startup.c', startup: true, replaced: true },
    { path: `${mcu.part}.ld`, template: 'platforms/registers/part.ld' },
  ],
  cmake: 'platforms/registers/CMakeLists.txt',
  views: registersViews,
  explain: f1Rows,
  startupIsUsers: false,
  vendor: null,
};
