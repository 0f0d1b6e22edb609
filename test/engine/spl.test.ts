import { describe, expect, test } from 'vitest';
import { benchPlan, run } from './bench.ts';
import { pollingMain } from './firmware.ts';

const MS = 1_000_000;
const waiting = pollingMain('kw_port_wait();');

/** The application note's own way with the library, with what a test changes in it. */
function splTimer(given: { beforeInterrupt?: string; acknowledge?: string; period?: number; group?: string }): string {
  const { beforeInterrupt = 'TIM_ClearITPendingBit(TIM2, TIM_IT_Update);', period = 999 } = given;
  const { acknowledge = 'TIM_ClearITPendingBit(TIM2, TIM_IT_Update);' } = given;
  return `#include "stm32f10x.h"
#include "kw_timer.h"
void Timer_Configuration(void)
{
    TIM_TimeBaseInitTypeDef base;
    RCC_APB1PeriphClockCmd(RCC_APB1Periph_TIM2, ENABLE);
    TIM_DeInit(TIM2);
    TIM_TimeBaseStructInit(&base);
    base.TIM_Period = ${period};
    base.TIM_Prescaler = 0;
    base.TIM_ClockDivision = TIM_CKD_DIV1;
    base.TIM_CounterMode = TIM_CounterMode_Up;
    TIM_TimeBaseInit(TIM2, &base);
    TIM_PrescalerConfig(TIM2, 71, TIM_PSCReloadMode_Immediate);
    TIM_ARRPreloadConfig(TIM2, ENABLE);
    ${beforeInterrupt}
    TIM_ITConfig(TIM2, TIM_IT_Update, ENABLE);
    TIM_Cmd(TIM2, ENABLE);
}
void NVIC_Configuration(void)
{
    NVIC_InitTypeDef nvic;
    ${given.group ?? 'NVIC_PriorityGroupConfig(NVIC_PriorityGroup_4);'}
    nvic.NVIC_IRQChannel = TIM2_IRQn;
    nvic.NVIC_IRQChannelPreemptionPriority = 2;
    nvic.NVIC_IRQChannelSubPriority = 3;
    nvic.NVIC_IRQChannelCmd = ENABLE;
    NVIC_Init(&nvic);
}
void TIM2_IRQHandler(void)
{
    if (TIM_GetITStatus(TIM2, TIM_IT_Update) != RESET) {
        ${acknowledge}
        Timer2_ISR();
    }
}
`;
}

const plan = benchPlan({ platform: 'spl' });

describe('the library on the same registers', () => {
  test('the same period as with bare registers', async () => {
    const { result, events } = await run(
      { 'main.c': waiting, 'kw_timer.c': splTimer({}) },
      { untilNs: 1000.05 * MS, plan },
    );
    expect(result.stats).toMatchObject({ interrupts: 1000, tickNs: MS });
    expect(events).toEqual([]);
  });

  test("the note's reload value: 1.001 ms", async () => {
    const { result } = await run(
      { 'main.c': waiting, 'kw_timer.c': splTimer({ period: 1000 }) },
      { untilNs: 1000.05 * MS, plan },
    );
    expect(result.stats).toMatchObject({ interrupts: 999, tickNs: 1_001_000 });
  });

  const early: readonly (readonly [name: string, beforeInterrupt: string, want: number])[] = [
    ['UIF left as TIM_TimeBaseInit leaves it', '', 1],
    ['cleared first', 'TIM_ClearFlag(TIM2, TIM_FLAG_Update);', 0],
    ['UpdateRequestConfig too late to help', 'TIM_UpdateRequestConfig(TIM2, TIM_UpdateSource_Regular);', 1],
  ];
  test.each(early)('an interrupt before the first period: %s', async (_name, beforeInterrupt, want) => {
    const { result } = await run(
      { 'main.c': waiting, 'kw_timer.c': splTimer({ beforeInterrupt }) },
      { untilNs: 0.9 * MS, plan },
    );
    expect(result.stats.interrupts).toBe(want);
  });

  test('a handler that never clears the flag', async () => {
    const { result } = await run({ 'main.c': waiting, 'kw_timer.c': splTimer({ acknowledge: '' }) }, { plan });
    expect(result).toMatchObject({ end: 'stuck', reason: expect.stringContaining('UIF is never cleared') });
  });

  // Pre-emption priority 2, sub-priority 3 as a Cortex-M3 with this library stores them in IPR.
  const priorities: readonly (readonly [group: string, ipr: number])[] = [
    ['', 0x00],
    ['NVIC_PriorityGroupConfig(NVIC_PriorityGroup_0);', 0x30],
    ['NVIC_PriorityGroupConfig(NVIC_PriorityGroup_1);', 0x30],
    ['NVIC_PriorityGroupConfig(NVIC_PriorityGroup_2);', 0xb0],
    ['NVIC_PriorityGroupConfig(NVIC_PriorityGroup_3);', 0x50],
    ['NVIC_PriorityGroupConfig(NVIC_PriorityGroup_4);', 0x20],
  ];
  test.each(priorities)('priority grouping: "%s"', async (group, ipr) => {
    const main = pollingMain(
      'uint8_t b = kw_priority(); send_frame(&b, 1U, &b, 0U); kw_port_wait();',
      'uint8_t kw_priority(void);',
    );
    const timer = `${splTimer({ group })}uint8_t kw_priority(void);\nuint8_t kw_priority(void)\n{\n    return NVIC->IP[TIM2_IRQn];\n}\n`;
    const { chip } = await run({ 'main.c': main, 'kw_timer.c': timer }, { untilNs: 0.9 * MS, plan });
    expect(chip.times(`byte ${ipr}`)).toHaveLength(1);
  });

  test('clocks are as planned', async () => {
    const main = pollingMain(
      `if (kw_mhz() != 36U) { return 1; }
       kw_port_wait();`,
      'uint32_t kw_mhz(void);',
    );
    const timer = `${splTimer({})}uint32_t kw_mhz(void);
uint32_t kw_mhz(void)
{
    RCC_ClocksTypeDef clocks;
    RCC_GetClocksFreq(&clocks);
    return clocks.PCLK1_Frequency / 1000000U;
}
`;
    const { result } = await run({ 'main.c': main, 'kw_timer.c': timer }, { untilNs: MS, plan });
    expect(result.end).toBe('time');
  });
});
