/*
 * The calls of the Standard Peripheral Library that reach the tick's timer: clocks, timer, NVIC. Each makes the same
 * register accesses in the same order as V3.5.0 does, because what follows from them is what is being simulated.
 */
#include "stm32f10x.h"

#include "misc.h"
#include "stm32f10x_rcc.h"
#include "stm32f10x_tim.h"

static void set_bits(uint32_t volatile *word, uint32_t bits, FunctionalState state)
{
    if (state != DISABLE) {
        *word |= bits;
    } else {
        *word &= ~bits;
    }
}

static void set_half(uint16_t volatile *half, uint16_t bits, FunctionalState state)
{
    if (state != DISABLE) {
        *half = (uint16_t)(*half | bits);
    } else {
        *half = (uint16_t)(*half & (uint16_t)~bits);
    }
}

void RCC_APB1PeriphClockCmd(uint32_t periph, FunctionalState state)
{
    set_bits(&RCC->APB1ENR, periph, state);
}

void RCC_APB2PeriphClockCmd(uint32_t periph, FunctionalState state)
{
    set_bits(&RCC->APB2ENR, periph, state);
}

void RCC_AHBPeriphClockCmd(uint32_t periph, FunctionalState state)
{
    set_bits(&RCC->AHBENR, periph, state);
}

void RCC_APB1PeriphResetCmd(uint32_t periph, FunctionalState state)
{
    set_bits(&RCC->APB1RSTR, periph, state);
}

void RCC_APB2PeriphResetCmd(uint32_t periph, FunctionalState state)
{
    set_bits(&RCC->APB2RSTR, periph, state);
}

/* KW_HOST_*_HZ come from the plan: in the simulator SystemInit has done what it says. */
void RCC_GetClocksFreq(RCC_ClocksTypeDef *clocks)
{
    clocks->SYSCLK_Frequency = KW_HOST_SYSCLK_HZ;
    clocks->HCLK_Frequency = KW_HOST_HCLK_HZ;
    clocks->PCLK1_Frequency = KW_HOST_PCLK1_HZ;
    clocks->PCLK2_Frequency = KW_HOST_PCLK2_HZ;
    clocks->ADCCLK_Frequency = KW_HOST_PCLK2_HZ / 2U;
}

void TIM_DeInit(TIM_TypeDef *timer)
{
    uint32_t const index = (uint32_t)((uintptr_t)timer - (uintptr_t)TIM2) / 0x400U;
    RCC_APB1PeriphResetCmd(UINT32_C(1) << index, ENABLE);
    RCC_APB1PeriphResetCmd(UINT32_C(1) << index, DISABLE);
}

void TIM_TimeBaseStructInit(TIM_TimeBaseInitTypeDef *init)
{
    init->TIM_Period = 0xFFFFU;
    init->TIM_Prescaler = 0U;
    init->TIM_ClockDivision = TIM_CKD_DIV1;
    init->TIM_CounterMode = TIM_CounterMode_Up;
    init->TIM_RepetitionCounter = 0U;
}

/* Ends with an update event, so that the prescaler is loaded at once; with URS = 0 that sets UIF. */
void TIM_TimeBaseInit(TIM_TypeDef *timer, TIM_TimeBaseInitTypeDef *init)
{
    uint16_t cr1 = timer->CR1;
    if (timer != TIM6 && timer != TIM7) {
        cr1 = (uint16_t)((cr1 & 0xFC8FU) | init->TIM_CounterMode | init->TIM_ClockDivision);
    }
    timer->CR1 = cr1;
    timer->ARR = init->TIM_Period;
    timer->PSC = init->TIM_Prescaler;
    timer->EGR = TIM_PSCReloadMode_Immediate;
}

void TIM_PrescalerConfig(TIM_TypeDef *timer, uint16_t prescaler, uint16_t mode)
{
    timer->PSC = prescaler;
    timer->EGR = mode;
}

void TIM_Cmd(TIM_TypeDef *timer, FunctionalState state)
{
    set_half(&timer->CR1, 0x0001U, state);
}

void TIM_ITConfig(TIM_TypeDef *timer, uint16_t sources, FunctionalState state)
{
    set_half(&timer->DIER, sources, state);
}

void TIM_ARRPreloadConfig(TIM_TypeDef *timer, FunctionalState state)
{
    set_half(&timer->CR1, 0x0080U, state);
}

void TIM_UpdateRequestConfig(TIM_TypeDef *timer, uint16_t source)
{
    set_half(&timer->CR1, 0x0004U, source != TIM_UpdateSource_Global ? ENABLE : DISABLE);
}

void TIM_UpdateDisableConfig(TIM_TypeDef *timer, FunctionalState state)
{
    set_half(&timer->CR1, 0x0002U, state);
}

void TIM_GenerateEvent(TIM_TypeDef *timer, uint16_t sources)
{
    timer->EGR = sources;
}

void TIM_SetAutoreload(TIM_TypeDef *timer, uint16_t reload)
{
    timer->ARR = reload;
}

void TIM_SetCounter(TIM_TypeDef *timer, uint16_t counter)
{
    timer->CNT = counter;
}

uint16_t TIM_GetCounter(TIM_TypeDef *timer)
{
    return timer->CNT;
}

uint16_t TIM_GetPrescaler(TIM_TypeDef *timer)
{
    return timer->PSC;
}

FlagStatus TIM_GetFlagStatus(TIM_TypeDef *timer, uint16_t flags)
{
    return (timer->SR & flags) != 0U ? SET : RESET;
}

void TIM_ClearFlag(TIM_TypeDef *timer, uint16_t flags)
{
    timer->SR = (uint16_t)~flags;
}

ITStatus TIM_GetITStatus(TIM_TypeDef *timer, uint16_t source)
{
    uint16_t const raised = timer->SR & source;
    uint16_t const enabled = timer->DIER & source;
    return raised != 0U && enabled != 0U ? SET : RESET;
}

void TIM_ClearITPendingBit(TIM_TypeDef *timer, uint16_t sources)
{
    timer->SR = (uint16_t)~sources;
}

void NVIC_PriorityGroupConfig(uint32_t group)
{
    SCB->AIRCR = UINT32_C(0x05FA0000) | group;
}

/*
 * Without a priority group chosen before (PRIGROUP 0), V3.5.0 shifts the pre-emption priority by 4 - 7, which on a
 * Cortex-M3 shifts it out altogether: every line gets priority 0.
 */
void NVIC_Init(NVIC_InitTypeDef *init)
{
    uint32_t const word = (uint32_t)init->NVIC_IRQChannel >> 5;
    uint32_t const bit = UINT32_C(1) << (init->NVIC_IRQChannel & 0x1FU);
    if (init->NVIC_IRQChannelCmd == DISABLE) {
        NVIC->ICER[word] = bit;
        return;
    }
    uint32_t const sub_bits = (UINT32_C(0x700) - (SCB->AIRCR & UINT32_C(0x700))) >> 8;
    uint32_t priority = 0U;
    if (sub_bits <= 4U) {
        priority = (uint32_t)init->NVIC_IRQChannelPreemptionPriority << (4U - sub_bits);
    }
    priority |= init->NVIC_IRQChannelSubPriority & (UINT32_C(0xF) >> sub_bits);
    NVIC->IP[init->NVIC_IRQChannel] = (uint8_t)(priority << 4);
    NVIC->ISER[word] = bit;
}

void NVIC_SetVectorTable(uint32_t table, uint32_t offset)
{
    SCB->VTOR = table | (offset & UINT32_C(0x1FFFFF80));
}

uint32_t SysTick_Config(uint32_t ticks)
{
    if (ticks > UINT32_C(0xFFFFFF)) {
        return 1U;
    }
    SysTick->LOAD = (ticks & UINT32_C(0xFFFFFF)) - 1U;
    SCB->SHP[11] = 0xF0U; /* the lowest priority */
    SysTick->VAL = 0U;
    SysTick->CTRL = 7U; /* CLKSOURCE, TICKINT, ENABLE */
    return 0U;
}

void SysTick_CLKSourceConfig(uint32_t source)
{
    (void)source;
}
