import type { Plan } from '../../generator/plan/types.ts';
import type { WiznetChip } from '../../simulator/chip/chip.ts';
import { Clock } from '../../simulator/clock.ts';
import type { EngineResult } from '../../simulator/engine/engine.ts';
import { buildHostFirmware, type HostBuildResult } from '../../simulator/engine/host/build.ts';
import { createHostEngine, type HostEngineOptions } from '../../simulator/engine/host/run.ts';
import type { EventBody } from '../../simulator/timeline.ts';

/** As much of a plan as the engine reads: STM32F103C8 at 72 MHz, TIM2 on line 28, SPI at 18 MHz. */
export function benchPlan(changes: { readonly platform?: 'registers' | 'spl'; readonly timerHz?: number } = {}): Plan {
  return {
    clock: { sysclkHz: 72_000_000, hclkHz: 72_000_000, pclk1Hz: 36_000_000, pclk2Hz: 72_000_000 },
    mcu: { platform: changes.platform ?? 'registers', splDensity: 'STM32F10X_MD' },
    timer: {
      base: 0x4000_0000,
      apb1EnableBit: 0,
      irqNumber: 28,
      handler: 'TIM2_IRQHandler',
      clockHz: changes.timerHz ?? 72_000_000,
    },
    spi: { clockHz: 18_000_000 },
  } as unknown as Plan;
}

export const HEADERS: Readonly<Record<string, string>> = {
  'port.h': `#ifndef PORT_H
#define PORT_H
#include <stdbool.h>
#include <stdint.h>
void kw_port_init(void);
void kw_port_reset(bool asserted);
bool kw_port_interrupt(void);
void kw_port_select(bool selected);
void kw_port_exchange(uint8_t const *out, uint8_t *in, uint32_t length);
bool kw_port_failed(void);
void kw_port_wait(void);
#endif
`,
  'frames.h': `#ifndef FRAMES_H
#define FRAMES_H
#include <stddef.h>
#include "port.h"
static inline void send_frame(uint8_t const *header, uint32_t header_length, uint8_t const *data, uint32_t length)
{
    kw_port_select(true);
    kw_port_exchange(header, NULL, header_length);
    kw_port_exchange(data, NULL, length);
    kw_port_select(false);
}
static inline void fetch_frame(uint8_t const *header, uint32_t header_length, uint8_t *data, uint32_t length)
{
    kw_port_select(true);
    kw_port_exchange(header, NULL, header_length);
    kw_port_exchange(NULL, data, length);
    kw_port_select(false);
}
#endif
`,
  'stm32f1.h': `#ifndef STM32F1_H
#define STM32F1_H
#include <stdint.h>
typedef struct {
    uint32_t volatile CR1, CR2, SMCR, DIER, SR, EGR, CCMR1, CCMR2, CCER, CNT, PSC, ARR;
} kw_tim_t;
typedef struct {
    uint32_t volatile CR, CFGR, CIR, APB2RSTR, APB1RSTR, AHBENR, APB2ENR, APB1ENR;
} kw_rcc_t;
#define KW_TIM2 ((kw_tim_t *)0x40000000U)
#define KW_RCC ((kw_rcc_t *)0x40021000U)
#define KW_NVIC_ISER(n) (((uint32_t volatile *)0xE000E100U)[n])
#define KW_NVIC_ICPR(n) (((uint32_t volatile *)0xE000E280U)[n])
#define KW_NVIC_IPR(irq) (((uint8_t volatile *)0xE000E400U)[irq])
#endif
`,
  'clock.h': `#include <stdbool.h>
bool kw_clock_init(void);
`,
  'timer.h': `#ifndef TIMER_H
#define TIMER_H
void Timer_Configuration(void);
void NVIC_Configuration(void);
void Timer2_ISR(void);
void TIM2_IRQHandler(void);
#endif
`,
};

/** One statement a key, in the robust order of a timer set-up; a test leaves one out or puts another in its place. */
export const REGISTER_SETUP = {
  clock: 'KW_RCC->APB1ENR |= 1U;',
  source: 'KW_TIM2->CR1 = 4U;',
  psc: 'KW_TIM2->PSC = 71U;',
  arr: 'KW_TIM2->ARR = 999U;',
  update: 'KW_TIM2->EGR = 1U;',
  clear: 'KW_TIM2->SR = ~UINT32_C(1);',
  unpend: 'KW_NVIC_ICPR(0) = UINT32_C(1) << 28;',
  interrupt: 'KW_TIM2->DIER = 1U;',
  enable: 'KW_NVIC_IPR(28) = 0x10U; KW_NVIC_ISER(0) = UINT32_C(1) << 28;',
  start: 'KW_TIM2->CR1 |= 1U;',
};
export type RegisterSetup = Partial<Record<keyof typeof REGISTER_SETUP, string>>;

export const ACKNOWLEDGE = 'KW_TIM2->SR = ~UINT32_C(1);';

export function registerTimer(changes: RegisterSetup = {}, acknowledge = ACKNOWLEDGE): string {
  const steps = Object.values({ ...REGISTER_SETUP, ...changes });
  return `#include "stm32f1.h"
#include "timer.h"
void Timer_Configuration(void)
{
    ${steps.join('\n    ')}
}
void NVIC_Configuration(void)
{
}
void TIM2_IRQHandler(void)
{
    ${acknowledge}
    Timer2_ISR();
}
`;
}

/** A main that configures everything and then polls for ever, with a counter that the handler advances. */
export function pollingMain(poll: string, globals = ''): string {
  return `#include "clock.h"
#include "frames.h"
#include "timer.h"
int main(void);
void Timer2_ISR(void)
{
}
${globals}
int main(void)
{
    (void)kw_clock_init();
    kw_port_init();
    Timer_Configuration();
    NVIC_Configuration();
    for (;;) {
        ${poll}
    }
}
`;
}

export type Files = Readonly<Record<string, string>>;

export async function tryBuild(files: Files, plan: Plan = benchPlan()): Promise<HostBuildResult> {
  return buildHostFirmware({ files: new Map(Object.entries({ ...HEADERS, ...files })), plan });
}

export async function build(files: Files, plan: Plan = benchPlan()): Promise<Uint8Array> {
  const result = await tryBuild(files, plan);
  if (!result.ok) throw new Error(result.text);
  return result.wasm;
}

/** A chip that answers each byte with its complement and writes down what is done to it, with the time. */
export class NotebookChip implements WiznetChip {
  readonly notes: { readonly atNs: number; readonly what: string }[] = [];
  interrupt: 0 | 1 = 1;

  constructor(private readonly clock: Clock) {}

  select(): void {
    this.#note('select');
  }
  deselect(): void {
    this.#note('deselect');
  }
  reset(level: 0 | 1): void {
    this.#note(`reset ${level}`);
  }
  exchangeByte(mosi: number): number {
    this.#note(`byte ${mosi}`);
    return ~mosi & 0xff;
  }
  exchange(bytes: Uint8Array): Uint8Array {
    return bytes.map((byte) => this.exchangeByte(byte));
  }
  times(what: string): readonly number[] {
    return this.notes.filter((note) => note.what === what).map((note) => note.atNs);
  }
  #note(what: string): void {
    this.notes.push({ atNs: this.clock.nowNs, what });
  }
}

export interface BenchRun {
  readonly result: EngineResult;
  readonly chip: NotebookChip;
  readonly clock: Clock;
  readonly events: readonly EventBody[];
}

export interface BenchOptions extends Partial<Pick<HostEngineOptions, 'faults' | 'interruptAt' | 'spinLimitNs'>> {
  readonly untilNs?: number;
  readonly plan?: Plan;
  readonly stopped?: (chip: NotebookChip) => boolean;
  readonly prepare?: (clock: Clock, chip: NotebookChip) => void;
}

export async function run(files: Files, options: BenchOptions = {}): Promise<BenchRun> {
  const { untilNs = 1_000_000_000, plan = benchPlan(), stopped, prepare, ...rest } = options;
  const wasm = await build(files, plan);
  const clock = new Clock();
  const chip = new NotebookChip(clock);
  const events: EventBody[] = [];
  prepare?.(clock, chip);
  const engine = createHostEngine({ wasm, plan, clock, chip, report: (event) => events.push(event), ...rest });
  const result = engine.run({ untilNs, stopped: () => stopped?.(chip) ?? false });
  return { result, chip, clock, events };
}
