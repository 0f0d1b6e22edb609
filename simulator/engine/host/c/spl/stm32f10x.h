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
    uint32_t volatile SCR;
    uint32_t volatile CCR;
    uint8_t volatile SHP[12];
} SCB_Type;

/* ARMv7-M, from 0xE000E010. */
typedef struct {
    uint32_t volatile CTRL;
    uint32_t volatile LOAD;
    uint32_t volatile VAL;
    uint32_t volatile const CALIB;
} SysTick_Type;

/* Inline in core_cm3.h. */
uint32_t SysTick_Config(uint32_t ticks);

/* RM0008 3.3 */
#define TIM2 ((TIM_TypeDef *)KW_REG(0x40000000U))
#define TIM3 ((TIM_TypeDef *)KW_REG(0x40000400U))
#define TIM4 ((TIM_TypeDef *)KW_REG(0x40000800U))
#define TIM5 ((TIM_TypeDef *)KW_REG(0x40000C00U))
#define TIM6 ((TIM_TypeDef *)KW_REG(0x40001000U))
#define TIM7 ((TIM_TypeDef *)KW_REG(0x40001400U))
#define SPI2 ((SPI_TypeDef *)KW_REG(0x40003800U))
#define SPI3 ((SPI_TypeDef *)KW_REG(0x40003C00U))
#define AFIO ((AFIO_TypeDef *)KW_REG(0x40010000U))
#define GPIOA ((GPIO_TypeDef *)KW_REG(0x40010800U))
#define GPIOB ((GPIO_TypeDef *)KW_REG(0x40010C00U))
#define GPIOC ((GPIO_TypeDef *)KW_REG(0x40011000U))
#define GPIOD ((GPIO_TypeDef *)KW_REG(0x40011400U))
#define GPIOE ((GPIO_TypeDef *)KW_REG(0x40011800U))
#define GPIOF ((GPIO_TypeDef *)KW_REG(0x40011C00U))
#define GPIOG ((GPIO_TypeDef *)KW_REG(0x40012000U))
#define SPI1 ((SPI_TypeDef *)KW_REG(0x40013000U))
#define RCC ((RCC_TypeDef *)KW_REG(0x40021000U))
#define NVIC ((NVIC_Type *)KW_REG(0xE000E100U))
#define SCB ((SCB_Type *)KW_REG(0xE000ED00U))
#define SysTick ((SysTick_Type *)KW_REG(0xE000E010U))

#ifdef USE_STDPERIPH_DRIVER
#include "stm32f10x_conf.h"
#endif

/* As in CMSIS. */
#define __disable_irq() kw_host_mask(1U)
#define __enable_irq() kw_host_mask(0U)
#define __get_PRIMASK() kw_host_masked()
#define __set_PRIMASK(masked) kw_host_mask(masked)
#define __NOP() ((void)0)
#define __DMB() ((void)0)
#define __DSB() ((void)0)
#define __ISB() ((void)0)

#endif
