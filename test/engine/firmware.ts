/** Small firmwares in C, against the same port, clock and timer headers as generated ones. */
export const HEADERS: Readonly<Record<string, string>> = {
  'kw_port.h': `#ifndef PORT_H
#define PORT_H
#include <stdbool.h>
#include <stdint.h>
void kw_port_init(void);
void kw_port_reset(bool asserted);
bool kw_port_interrupt(void);
void kw_port_select(bool selected);
bool kw_port_exchange(uint8_t const *out, uint8_t *in, uint32_t length);
void kw_port_wait(void);
#endif
`,
  'frames.h': `#ifndef FRAMES_H
#define FRAMES_H
#include <stddef.h>
#include "kw_port.h"
static inline bool send_frame(uint8_t const *header, uint32_t header_length, uint8_t const *data, uint32_t length)
{
    kw_port_select(true);
    bool const done = kw_port_exchange(header, NULL, header_length) && kw_port_exchange(data, NULL, length);
    kw_port_select(false);
    return done;
}
static inline bool fetch_frame(uint8_t const *header, uint32_t header_length, uint8_t *data, uint32_t length)
{
    kw_port_select(true);
    bool const done = kw_port_exchange(header, NULL, header_length) && kw_port_exchange(NULL, data, length);
    kw_port_select(false);
    return done;
}
#endif
`,
  'kw_stm32f1.h': `#ifndef STM32F1_H
#define STM32F1_H
#include <stdint.h>
typedef struct {
    uint32_t volatile CR1, CR2, SMCR, DIER, SR, EGR, CCMR1, CCMR2, CCER, CNT, PSC, ARR;
} kw_tim_t;
typedef struct {
    uint32_t volatile CR, CFGR, CIR, APB2RSTR, APB1RSTR, AHBENR, APB2ENR, APB1ENR;
} kw_rcc_t;
#define KW_TIM2 ((kw_tim_t *)KW_REG(0x40000000U))
#define KW_RCC ((kw_rcc_t *)KW_REG(0x40021000U))
#define KW_NVIC_ISER(n) (((uint32_t volatile *)KW_REG(0xE000E100U))[n])
#define KW_NVIC_ICPR(n) (((uint32_t volatile *)KW_REG(0xE000E280U))[n])
#define KW_NVIC_IPR(irq) (((uint8_t volatile *)KW_REG(0xE000E400U))[irq])
#endif
`,
  'kw_clock.h': `#include <stdbool.h>
bool kw_clock_init(void);
`,
  'kw_timer.h': `#ifndef TIMER_H
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
  return `#include "kw_stm32f1.h"
#include "kw_timer.h"
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
  return `#include "kw_clock.h"
#include "frames.h"
#include "kw_timer.h"
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
