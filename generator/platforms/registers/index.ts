import { f1Rows } from '../f1/explain.ts';
import { type F1Plan, f1Words } from '../f1/words.ts';
import type { Platform } from '../platform.ts';
import { registersView } from './view.ts';

/** Self-contained: clock, vectors, start-up and linker script, no vendor header. */
export const registers: Platform = {
  name: 'registers',
  plan: (part, board): F1Plan => ({ name: 'registers', library: null, words: f1Words(part, board) }),
  files: ({ mcu }) => [
    { path: 'clock.h', template: 'platforms/clock.h' },
    { path: 'clock.c', template: 'platforms/registers/clock.c', replaced: true },
    { path: 'timer.h', template: 'platforms/timer.h' },
    { path: 'timer.c', template: 'platforms/registers/timer.c' },
    { path: 'port.h', template: 'platforms/port.h' },
    { path: 'port.c', template: 'platforms/registers/port.c', replaced: true },
    { path: 'stm32f1.h', template: 'platforms/registers/stm32f1.h' },
    { path: 'startup.c', template: 'platforms/registers/startup.c', startup: true, replaced: true },
    { path: `${mcu.part}.ld`, template: 'platforms/registers/part.ld' },
  ],
  cmake: 'platforms/registers/CMakeLists.txt',
  view: registersView,
  explain: f1Rows,
  clockIsUsers: false,
  vendor: null,
};
