/* Registers of the STM32F1 for a build that runs in the simulator; RM0008 and RM0041 have the meanings. */
#ifndef KW_STM32F1_H
#define KW_STM32F1_H

#include <stdint.h>

#include "host_registers.h"

/* RM0008 15.4: general-purpose timer; TIM6 and TIM7 have the same layout with fewer registers. */
typedef struct {
    uint32_t volatile CR1;
    uint32_t volatile CR2;
    uint32_t volatile SMCR;
    uint32_t volatile DIER;
    uint32_t volatile SR;
    uint32_t volatile EGR;
    uint32_t volatile CCMR1;
    uint32_t volatile CCMR2;
    uint32_t volatile CCER;
    uint32_t volatile CNT;
    uint32_t volatile PSC;
    uint32_t volatile ARR;
} kw_tim_t;

/* RM0008 7.3 */
typedef struct {
    uint32_t volatile CR;
    uint32_t volatile CFGR;
    uint32_t volatile CIR;
    uint32_t volatile APB2RSTR;
    uint32_t volatile APB1RSTR;
    uint32_t volatile AHBENR;
    uint32_t volatile APB2ENR;
    uint32_t volatile APB1ENR;
    uint32_t volatile BDCR;
    uint32_t volatile CSR;
    uint32_t volatile AHBRSTR;
    uint32_t volatile CFGR2;
} kw_rcc_t;

#define KW_TIM2 ((kw_tim_t *)(uintptr_t)kw_host_registers.tim[0])
#define KW_TIM3 ((kw_tim_t *)(uintptr_t)kw_host_registers.tim[1])
#define KW_TIM4 ((kw_tim_t *)(uintptr_t)kw_host_registers.tim[2])
#define KW_TIM5 ((kw_tim_t *)(uintptr_t)kw_host_registers.tim[3])
#define KW_TIM6 ((kw_tim_t *)(uintptr_t)kw_host_registers.tim[4])
#define KW_TIM7 ((kw_tim_t *)(uintptr_t)kw_host_registers.tim[5])
#define KW_RCC ((kw_rcc_t *)(uintptr_t)kw_host_registers.rcc)

/* ARMv7-M: set-enable, clear-pending (one word for 32 lines), priority (one byte a line). */
#define KW_NVIC_ISER(n) (kw_host_registers.nvic[(n)])
#define KW_NVIC_ICPR(n) (kw_host_registers.nvic[0x180U / 4U + (n)])
#define KW_NVIC_IPR(irq) (((uint8_t volatile *)(uintptr_t)&kw_host_registers.nvic[0x300U / 4U])[(irq)])

#endif
