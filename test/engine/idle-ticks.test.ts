import { expect, test } from 'vitest';
import type { EngineStats } from '../../simulator/engine/engine.ts';
import { type BenchRun, run } from './bench.ts';
import { ACKNOWLEDGE, registerTimer } from './firmware.ts';

/** Counts its ticks; each 16th it writes a byte to the chip, so that the run's notes tell what it has seen, and when. */
const mainWith = (tick: string, poll = ''): string => `#include "kw_clock.h"
#include "frames.h"
#include "kw_stm32f1.h"
#include "kw_timer.h"
int main(void);
static uint32_t volatile ticks;
void Timer2_ISR(void)
{
    ticks = ticks + 1U;
    ${tick}
}
int main(void)
{
    (void)kw_clock_init();
    kw_port_init();
    Timer_Configuration();
    NVIC_Configuration();
    for (uint32_t last = 0U;;) {
        if (ticks - last >= 16U) {
            last = ticks;
            uint8_t const byte = (uint8_t)last;
            kw_port_select(true);
            (void)kw_port_exchange(&byte, 0, 1U);
            kw_port_select(false);
        }
        ${poll}
        kw_port_wait();
    }
}
`;

type Files = Readonly<Record<string, string>>;

/** What must not depend on how rarely the engine looks, and the notes with their times. */
async function seen(
  files: Files,
  idlePollIntervalNs: number,
  more: Parameters<typeof run>[1] = {},
): Promise<[object, BenchRun]> {
  const done = await run(files, { ...more, idlePollIntervalNs });
  const { interrupts, overruns, idleWaits, spiBytes, spiFrames }: EngineStats = done.result.stats;
  return [{ end: done.result.end, interrupts, overruns, idleWaits, spiBytes, spiFrames }, done];
}

const S = 1_000_000_000;
const CASES: readonly (readonly [name: string, files: Files])[] = [
  ['a handler that only counts', { 'main.c': mainWith(''), 'kw_timer.c': registerTimer() }],
  [
    'a handler that now and then leaves UIF set, and is entered again',
    {
      'main.c': mainWith(''),
      'kw_timer.c': registerTimer(
        {},
        'static uint32_t n;\n    n++;\n    if (n % 7U != 0U) { KW_TIM2->SR = ~UINT32_C(1); }',
      ),
    },
  ],
  [
    'a handler that stores to another register as well',
    { 'main.c': mainWith('KW_NVIC_IPR(30) = (uint8_t)ticks;'), 'kw_timer.c': registerTimer() },
  ],
  [
    'a handler that changes the reload value each 50 ticks',
    {
      'main.c': mainWith('if (ticks % 50U == 0U) { KW_TIM2->ARR = (ticks % 100U == 0U) ? 999U : 1999U; }'),
      'kw_timer.c': registerTimer(),
    },
  ],
  [
    'a handler that reads the counter',
    { 'main.c': mainWith('if (KW_TIM2->CNT > 500U) { ticks = 0U; }'), 'kw_timer.c': registerTimer() },
  ],
  [
    'a handler that talks to the chip each 40 ticks',
    {
      'main.c': mainWith('if (ticks % 40U == 0U) { kw_port_select(true); kw_port_select(false); }'),
      'kw_timer.c': registerTimer(),
    },
  ],
  [
    'a handler that takes longer than its period each 30 ticks',
    {
      'main.c': mainWith('if (ticks % 30U == 0U) { for (uint32_t volatile i = 0U; i < 40000U; i++) { } }'),
      'kw_timer.c': registerTimer(),
    },
  ],
  [
    'a program that polls INTn',
    { 'main.c': mainWith('', 'if (kw_port_interrupt()) { ticks += 1000U; }'), 'kw_timer.c': registerTimer() },
  ],
  [
    'a program that switches its interrupt off for a while',
    {
      'main.c': mainWith('', 'if (ticks % 64U == 10U) { KW_TIM2->DIER = 0U; KW_TIM2->CNT = 0U; KW_TIM2->DIER = 1U; }'),
      'kw_timer.c': registerTimer(),
    },
  ],
];

test.each(CASES)('however rarely the engine looks: %s', async (_name, files) => {
  // INTn falls and rises in the middle of two ticks.
  const prepare: NonNullable<Parameters<typeof run>[1]>['prepare'] = (clock, chip) => {
    for (const [atNs, level] of [
      [0.3 * S + 400_000, 0],
      [0.3 * S + 1_700_000, 1],
    ] as const) {
      clock.at(atNs, () => {
        chip.interrupt = level;
      });
    }
  };
  const [often, each] = await seen(files, 1_000_000, { prepare });
  const [rarely, none] = await seen(files, S, { prepare });
  expect(rarely).toEqual(often);
  const notes = ({ chip }: BenchRun): readonly string[] => chip.notes.map(({ what }) => what);
  expect(notes(none)).toEqual(notes(each));
  // What is left of a nanosecond is not carried from tick to tick when nobody looks.
  const apart = none.chip.notes.map(({ atNs }, index) => Math.abs(atNs - (each.chip.notes[index]?.atNs ?? Infinity)));
  expect(Math.max(...apart)).toBeLessThanOrEqual(2);
  expect(none.chip.notes.length).toBeGreaterThan(50);
});

test('the caller is asked as often as it wants, and ticks pass unseen in between', async () => {
  const files = { 'main.c': mainWith('').replace('>= 16U', '>= 4000U'), 'kw_timer.c': registerTimer({}, ACKNOWLEDGE) };
  const asked = async (idlePollIntervalNs: number): Promise<number> => {
    let count = 0;
    await run(files, { idlePollIntervalNs, untilNs: S, stopped: () => ++count < 0 });
    return count;
  };
  expect(await asked(1_000_000)).toBeGreaterThanOrEqual(1000);
  const tenth = await asked(100_000_000);
  expect(tenth).toBeGreaterThanOrEqual(9);
  expect(tenth).toBeLessThan(50);
});
