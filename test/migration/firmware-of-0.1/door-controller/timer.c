/*
 * door-controller: TIM2 as the 1 ms tick, and its vector.
 */
#include "timer.h"

#include "stm32f1.h"

#define TIM2_IRQ 28U

void Timer_Configuration(void)
{
    KW_RCC->APB1ENR |= 1UL << 0;
    (void)KW_RCC->APB1ENR; /* read back: the clock is on */

    /* URS: the update event forced below loads PSC and ARR without raising the interrupt flag. */
    KW_TIM2->CR1 = KW_TIM_CR1_URS | KW_TIM_CR1_ARPE;
    KW_TIM2->PSC = 71U;
    KW_TIM2->ARR = 999U;
    KW_TIM2->EGR = KW_TIM_EGR_UG;
    (void)KW_TIM2->SR;
    KW_TIM2->SR = ~KW_TIM_SR_UIF;
    KW_TIM2->DIER = KW_TIM_DIER_UIE;
    KW_TIM2->CR1 = KW_TIM_CR1_URS | KW_TIM_CR1_ARPE | KW_TIM_CR1_CEN;
}

void NVIC_Configuration(void)
{
    KW_NVIC_IPR(TIM2_IRQ) = 0x10U; /* priority 1 in the upper four bits */
    KW_NVIC_ICPR(0) = 1UL << (TIM2_IRQ & 31U);
    KW_NVIC_ISER(0) = 1UL << (TIM2_IRQ & 31U);
}

void TIM2_IRQHandler(void)
{
    if ((KW_TIM2->SR & KW_TIM_SR_UIF) != 0U) {
        KW_TIM2->SR = ~KW_TIM_SR_UIF; /* rc_w0: a plain store, and first, so that it has landed by the return */
        Timer2_ISR();
    }
}
