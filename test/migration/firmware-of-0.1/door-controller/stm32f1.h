/*
 * The registers of the STM32F103C8 that this firmware touches, with the names of reference manual RM0008.
 */
#ifndef KW_STM32F1_H
#define KW_STM32F1_H

#include <stdint.h>

/* Reset and clock control */
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
} kw_rcc_t;
#define KW_RCC ((kw_rcc_t *)0x40021000U)
#define KW_RCC_CR_HSEON (1UL << 16)
#define KW_RCC_CR_PLLON (1UL << 24)

/* Flash access control */
#define KW_FLASH_ACR (*(uint32_t volatile *)0x40022000U)
#define KW_FLASH_ACR_PRFTBE (1UL << 4)

/* General-purpose I/O */
typedef struct {
    uint32_t volatile CRL;
    uint32_t volatile CRH;
    uint32_t volatile IDR;
    uint32_t volatile ODR;
    uint32_t volatile BSRR; /* low half sets, high half resets */
} kw_gpio_t;
#define KW_GPIOA ((kw_gpio_t *)0x40010800U)
#define KW_GPIOB ((kw_gpio_t *)0x40010C00U)

/* Serial peripheral interface */
typedef struct {
    uint32_t volatile CR1;
    uint32_t volatile CR2;
    uint32_t volatile SR;
    uint32_t volatile DR;
} kw_spi_t;
#define KW_SPI1 ((kw_spi_t *)0x40013000U)
#define KW_SPI_SR_RXNE (1UL << 0)
#define KW_SPI_SR_BSY (1UL << 7)

/* General-purpose timer */
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
#define KW_TIM2 ((kw_tim_t *)0x40000000U)
#define KW_TIM_CR1_CEN (1UL << 0)
#define KW_TIM_CR1_URS (1UL << 2)
#define KW_TIM_CR1_ARPE (1UL << 7)
#define KW_TIM_DIER_UIE (1UL << 0)
#define KW_TIM_SR_UIF (1UL << 0)
#define KW_TIM_EGR_UG (1UL << 0)

/* Nested vectored interrupt controller (ARMv7-M) */
#define KW_NVIC_ISER(n) (((uint32_t volatile *)0xE000E100U)[n])
#define KW_NVIC_ICPR(n) (((uint32_t volatile *)0xE000E280U)[n])
#define KW_NVIC_IPR(irq) (((uint8_t volatile *)0xE000E400U)[irq])

#endif
