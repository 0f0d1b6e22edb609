/*
 * eight-sockets: TIM3 as the 1 ms tick, and its vector.
 */
#include "kw_timer.h"

#include "kw_stm32f1.h"

#define TIM3_IRQ 29U

void Timer_Configuration(void)
{
    KW_RCC->APB1ENR |= 1UL << 1;
    (void)KW_RCC->APB1ENR; /* read back: the clock is on */

    /* URS: the update event forced below loads PSC and ARR without raising the interrupt flag. */
    KW_TIM3->CR1 = KW_TIM_CR1_URS | KW_TIM_CR1_ARPE;
    KW_TIM3->PSC = 35U;
    KW_TIM3->ARR = 1999U;
    KW_TIM3->EGR = KW_TIM_EGR_UG;
    (void)KW_TIM3->SR;
    KW_TIM3->SR = ~KW_TIM_SR_UIF;
    KW_TIM3->DIER = KW_TIM_DIER_UIE;
    KW_TIM3->CR1 = KW_TIM_CR1_URS | KW_TIM_CR1_ARPE | KW_TIM_CR1_CEN;
}

void NVIC_Configuration(void)
{
    KW_NVIC_IPR(TIM3_IRQ) = 0x10U; /* priority 1 in the upper four bits */
    KW_NVIC_ICPR(0) = 1UL << (TIM3_IRQ & 31U);
    KW_NVIC_ISER(0) = 1UL << (TIM3_IRQ & 31U);
}

void TIM3_IRQHandler(void)
{
    if ((KW_TIM3->SR & KW_TIM_SR_UIF) != 0U) {
        KW_TIM3->SR = ~KW_TIM_SR_UIF; /* rc_w0: a plain store, and first, so that it has landed by the return */
        Timer2_ISR();
    }
}
