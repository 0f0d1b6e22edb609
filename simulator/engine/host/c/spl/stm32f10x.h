/*
 * The names of the Standard Peripheral Library V3.5.0 for STM32F10x, as far as firmware of this kind uses them, over
 * the simulator's register memory. 16-bit registers stand at a pitch of 4 bytes, as in RM0008.
 */
#ifndef STM32F10X_H
#define STM32F10X_H

#include <stdint.h>

#include "host_registers.h"

#if !defined(STM32F10X_LD) && !defined(STM32F10X_LD_VL) && !defined(STM32F10X_MD) && !defined(STM32F10X_MD_VL) \
    && !defined(STM32F10X_HD) && !defined(STM32F10X_HD_VL) && !defined(STM32F10X_XL) && !defined(STM32F10X_CL)
#error "Please select first the target STM32F10x device used in your application (in stm32f10x.h file)"
#endif

#define __I volatile const
#define __O volatile
#define __IO volatile

typedef enum { RESET = 0, SET = !RESET } FlagStatus, ITStatus;
typedef enum { DISABLE = 0, ENABLE = !DISABLE } FunctionalState;
typedef enum { ERROR = 0, SUCCESS = !ERROR } ErrorStatus;

/* RM0008 table 61 ff.: the lines that exist on the density chosen. */
typedef enum {
    NonMaskableInt_IRQn = -14,
    SysTick_IRQn = -1,
    EXTI0_IRQn = 6,
    EXTI1_IRQn = 7,
    EXTI2_IRQn = 8,
    EXTI3_IRQn = 9,
    EXTI4_IRQn = 10,
    EXTI9_5_IRQn = 23,
    TIM2_IRQn = 28,
    TIM3_IRQn = 29,
#if !defined(STM32F10X_LD) && !defined(STM32F10X_LD_VL)
    TIM4_IRQn = 30,
    SPI2_IRQn = 36,
#endif
    SPI1_IRQn = 35,
    USART1_IRQn = 37,
    USART2_IRQn = 38,
    EXTI15_10_IRQn = 40,
#if defined(STM32F10X_HD) || defined(STM32F10X_XL) || defined(STM32F10X_CL) || defined(STM32F10X_HD_VL)
    TIM5_IRQn = 50,
#endif
#if defined(STM32F10X_HD) || defined(STM32F10X_XL) || defined(STM32F10X_CL)
    TIM6_IRQn = 54,
    TIM7_IRQn = 55
#elif defined(STM32F10X_LD_VL) || defined(STM32F10X_MD_VL) || defined(STM32F10X_HD_VL)
    TIM6_DAC_IRQn = 54,
    TIM7_IRQn = 55
#else
    USBWakeUp_IRQn = 42
#endif
} IRQn_Type;

#define KW_HOST_REGISTER16(name) \
    uint16_t volatile name; \
    uint16_t reserved_after_##name

typedef struct {
    KW_HOST_REGISTER16(CR1);
    KW_HOST_REGISTER16(CR2);
    KW_HOST_REGISTER16(SMCR);
    KW_HOST_REGISTER16(DIER);
    KW_HOST_REGISTER16(SR);
    KW_HOST_REGISTER16(EGR);
    KW_HOST_REGISTER16(CCMR1);
    KW_HOST_REGISTER16(CCMR2);
    KW_HOST_REGISTER16(CCER);
    KW_HOST_REGISTER16(CNT);
    KW_HOST_REGISTER16(PSC);
    KW_HOST_REGISTER16(ARR);
    KW_HOST_REGISTER16(RCR);
} TIM_TypeDef;

typedef struct {
    KW_HOST_REGISTER16(CR1);
    KW_HOST_REGISTER16(CR2);
    KW_HOST_REGISTER16(SR);
    KW_HOST_REGISTER16(DR);
} SPI_TypeDef;

typedef struct {
    uint32_t volatile CRL;
    uint32_t volatile CRH;
    uint32_t volatile IDR;
    uint32_t volatile ODR;
    uint32_t volatile BSRR;
    uint32_t volatile BRR;
    uint32_t volatile LCKR;
} GPIO_TypeDef;

typedef struct {
    uint32_t volatile EVCR;
    uint32_t volatile MAPR;
    uint32_t volatile EXTICR[4];
} AFIO_TypeDef;

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
} RCC_TypeDef;

/* ARMv7-M, from 0xE000E100. */
typedef struct {
    uint32_t volatile ISER[8];
    uint32_t reserved0[24];
    uint32_t volatile ICER[8];
    uint32_t reserved1[24];
    uint32_t volatile ISPR[8];
    uint32_t reserved2[24];
    uint32_t volatile ICPR[8];
    uint32_t reserved3[24];
    uint32_t volatile IABR[8];
    uint32_t reserved4[56];
    uint8_t volatile IP[240];
} NVIC_Type;

/* ARMv7-M, from 0xE000ED00. */
typedef struct {
    uint32_t volatile CPUID;
    uint32_t volatile ICSR;
    uint32_t volatile VTOR;
    uint32_t volatile AIRCR;
} SCB_Type;

#define KW_HOST_BLOCK(type, block) ((type *)(uintptr_t)kw_host_registers.block)

#define TIM2 KW_HOST_BLOCK(TIM_TypeDef, tim[0])
#define TIM3 KW_HOST_BLOCK(TIM_TypeDef, tim[1])
#define TIM4 KW_HOST_BLOCK(TIM_TypeDef, tim[2])
#define TIM5 KW_HOST_BLOCK(TIM_TypeDef, tim[3])
#define TIM6 KW_HOST_BLOCK(TIM_TypeDef, tim[4])
#define TIM7 KW_HOST_BLOCK(TIM_TypeDef, tim[5])
#define RCC KW_HOST_BLOCK(RCC_TypeDef, rcc)
#define SCB KW_HOST_BLOCK(SCB_Type, scb)
#define NVIC KW_HOST_BLOCK(NVIC_Type, nvic)
#define AFIO KW_HOST_BLOCK(AFIO_TypeDef, afio)
#define GPIOA KW_HOST_BLOCK(GPIO_TypeDef, gpio[0])
#define GPIOB KW_HOST_BLOCK(GPIO_TypeDef, gpio[1])
#define GPIOC KW_HOST_BLOCK(GPIO_TypeDef, gpio[2])
#define GPIOD KW_HOST_BLOCK(GPIO_TypeDef, gpio[3])
#define GPIOE KW_HOST_BLOCK(GPIO_TypeDef, gpio[4])
#define GPIOF KW_HOST_BLOCK(GPIO_TypeDef, gpio[5])
#define GPIOG KW_HOST_BLOCK(GPIO_TypeDef, gpio[6])
#define SPI1 KW_HOST_BLOCK(SPI_TypeDef, spi[0])
#define SPI2 KW_HOST_BLOCK(SPI_TypeDef, spi[1])
#define SPI3 KW_HOST_BLOCK(SPI_TypeDef, spi[2])

#ifdef USE_STDPERIPH_DRIVER
#include "stm32f10x_conf.h"
#endif

#endif
