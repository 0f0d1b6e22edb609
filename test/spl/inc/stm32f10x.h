/*
 * Declarations of the STM32F10x Standard Peripheral Library V3.5.0, as far as the generated code uses them: names,
 * signatures and constants, all in this one header. For compile tests; nothing here can be linked.
 */
#ifndef STM32F10X_H
#define STM32F10X_H

#include <stdint.h>

#if !defined(STM32F10X_MD) && !defined(STM32F10X_HD) && !defined(STM32F10X_MD_VL)
#error "no density selected"
#endif

#if !defined(HSE_VALUE)
#define HSE_VALUE ((uint32_t)8000000)
#endif

typedef enum { RESET = 0, SET = !RESET } FlagStatus, ITStatus;
typedef enum { DISABLE = 0, ENABLE = !DISABLE } FunctionalState;

typedef enum {
    TIM2_IRQn = 28,
    TIM3_IRQn = 29,
    TIM4_IRQn = 30,
#if defined(STM32F10X_HD)
    TIM5_IRQn = 50,
    TIM6_IRQn = 54,
#elif defined(STM32F10X_MD_VL)
    TIM6_DAC_IRQn = 54,
#endif
    TIM7_IRQn = 55
} IRQn_Type;

typedef struct TIM TIM_TypeDef;
typedef struct SPI SPI_TypeDef;
typedef struct GPIO GPIO_TypeDef;
#define TIM2 ((TIM_TypeDef *)0x40000000U)
#define TIM3 ((TIM_TypeDef *)0x40000400U)
#define TIM4 ((TIM_TypeDef *)0x40000800U)
#define TIM5 ((TIM_TypeDef *)0x40000C00U)
#define TIM6 ((TIM_TypeDef *)0x40001000U)
#define TIM7 ((TIM_TypeDef *)0x40001400U)
#define SPI1 ((SPI_TypeDef *)0x40013000U)
#define SPI2 ((SPI_TypeDef *)0x40003800U)
#define GPIOA ((GPIO_TypeDef *)0x40010800U)
#define GPIOB ((GPIO_TypeDef *)0x40010C00U)
#define GPIOC ((GPIO_TypeDef *)0x40011000U)
#define GPIOD ((GPIO_TypeDef *)0x40011400U)
#define GPIOE ((GPIO_TypeDef *)0x40011800U)
#define GPIOF ((GPIO_TypeDef *)0x40011C00U)
#define GPIOG ((GPIO_TypeDef *)0x40012000U)

/* misc.h, core_cm3.h */
typedef struct {
    uint8_t NVIC_IRQChannel;
    uint8_t NVIC_IRQChannelPreemptionPriority;
    uint8_t NVIC_IRQChannelSubPriority;
    FunctionalState NVIC_IRQChannelCmd;
} NVIC_InitTypeDef;
#define NVIC_PriorityGroup_4 ((uint32_t)0x300)
void NVIC_PriorityGroupConfig(uint32_t NVIC_PriorityGroup);
void NVIC_Init(NVIC_InitTypeDef *NVIC_InitStruct);

/* core_cm3.h */
uint32_t SysTick_Config(uint32_t ticks);
static inline void __WFI(void)
{
    __asm volatile("wfi");
}

/* stm32f10x_rcc.h */
typedef struct {
    uint32_t SYSCLK_Frequency;
    uint32_t HCLK_Frequency;
    uint32_t PCLK1_Frequency;
    uint32_t PCLK2_Frequency;
    uint32_t ADCCLK_Frequency;
} RCC_ClocksTypeDef;
#define RCC_APB1Periph_TIM2 ((uint32_t)0x00000001)
#define RCC_APB1Periph_TIM3 ((uint32_t)0x00000002)
#define RCC_APB1Periph_TIM4 ((uint32_t)0x00000004)
#define RCC_APB1Periph_TIM5 ((uint32_t)0x00000008)
#define RCC_APB1Periph_TIM6 ((uint32_t)0x00000010)
#define RCC_APB1Periph_TIM7 ((uint32_t)0x00000020)
#define RCC_APB1Periph_SPI2 ((uint32_t)0x00004000)
#define RCC_APB2Periph_AFIO ((uint32_t)0x00000001)
#define RCC_APB2Periph_GPIOA ((uint32_t)0x00000004)
#define RCC_APB2Periph_GPIOB ((uint32_t)0x00000008)
#define RCC_APB2Periph_GPIOC ((uint32_t)0x00000010)
#define RCC_APB2Periph_GPIOD ((uint32_t)0x00000020)
#define RCC_APB2Periph_GPIOE ((uint32_t)0x00000040)
#define RCC_APB2Periph_GPIOF ((uint32_t)0x00000080)
#define RCC_APB2Periph_GPIOG ((uint32_t)0x00000100)
#define RCC_APB2Periph_SPI1 ((uint32_t)0x00001000)
void RCC_APB1PeriphClockCmd(uint32_t RCC_APB1Periph, FunctionalState NewState);
void RCC_APB2PeriphClockCmd(uint32_t RCC_APB2Periph, FunctionalState NewState);
void RCC_GetClocksFreq(RCC_ClocksTypeDef *RCC_Clocks);

/* stm32f10x_tim.h */
typedef struct {
    uint16_t TIM_Prescaler;
    uint16_t TIM_CounterMode;
    uint16_t TIM_Period;
    uint16_t TIM_ClockDivision;
    uint8_t TIM_RepetitionCounter;
} TIM_TimeBaseInitTypeDef;
#define TIM_CounterMode_Up ((uint16_t)0x0000)
#define TIM_CKD_DIV1 ((uint16_t)0x0000)
#define TIM_IT_Update ((uint16_t)0x0001)
#define TIM_FLAG_Update ((uint16_t)0x0001)
#define TIM_PSCReloadMode_Immediate ((uint16_t)0x0001)
#define TIM_UpdateSource_Regular ((uint16_t)0x0001)
void TIM_TimeBaseInit(TIM_TypeDef *TIMx, TIM_TimeBaseInitTypeDef *TIM_TimeBaseInitStruct);
void TIM_TimeBaseStructInit(TIM_TimeBaseInitTypeDef *TIM_TimeBaseInitStruct);
void TIM_PrescalerConfig(TIM_TypeDef *TIMx, uint16_t Prescaler, uint16_t TIM_PSCReloadMode);
void TIM_UpdateRequestConfig(TIM_TypeDef *TIMx, uint16_t TIM_UpdateSource);
void TIM_ITConfig(TIM_TypeDef *TIMx, uint16_t TIM_IT, FunctionalState NewState);
void TIM_Cmd(TIM_TypeDef *TIMx, FunctionalState NewState);
void TIM_ClearFlag(TIM_TypeDef *TIMx, uint16_t TIM_FLAG);
ITStatus TIM_GetITStatus(TIM_TypeDef *TIMx, uint16_t TIM_IT);
void TIM_ClearITPendingBit(TIM_TypeDef *TIMx, uint16_t TIM_IT);

/* stm32f10x_gpio.h */
typedef enum { GPIO_Speed_10MHz = 1, GPIO_Speed_2MHz, GPIO_Speed_50MHz } GPIOSpeed_TypeDef;
typedef enum {
    GPIO_Mode_IN_FLOATING = 0x04,
    GPIO_Mode_IPU = 0x48,
    GPIO_Mode_Out_PP = 0x10,
    GPIO_Mode_AF_PP = 0x18
} GPIOMode_TypeDef;
typedef struct {
    uint16_t GPIO_Pin;
    GPIOSpeed_TypeDef GPIO_Speed;
    GPIOMode_TypeDef GPIO_Mode;
} GPIO_InitTypeDef;
#define GPIO_Remap_PD01 ((uint32_t)0x00008000)
#define GPIO_Remap_SWJ_JTAGDisable ((uint32_t)0x00300200)
void GPIO_Init(GPIO_TypeDef *GPIOx, GPIO_InitTypeDef *GPIO_InitStruct);
void GPIO_SetBits(GPIO_TypeDef *GPIOx, uint16_t GPIO_Pin);
void GPIO_ResetBits(GPIO_TypeDef *GPIOx, uint16_t GPIO_Pin);
uint8_t GPIO_ReadInputDataBit(GPIO_TypeDef *GPIOx, uint16_t GPIO_Pin);
void GPIO_PinRemapConfig(uint32_t GPIO_Remap, FunctionalState NewState);

/* stm32f10x_spi.h */
typedef struct {
    uint16_t SPI_Direction;
    uint16_t SPI_Mode;
    uint16_t SPI_DataSize;
    uint16_t SPI_CPOL;
    uint16_t SPI_CPHA;
    uint16_t SPI_NSS;
    uint16_t SPI_BaudRatePrescaler;
    uint16_t SPI_FirstBit;
    uint16_t SPI_CRCPolynomial;
} SPI_InitTypeDef;
#define SPI_Direction_2Lines_FullDuplex ((uint16_t)0x0000)
#define SPI_Mode_Master ((uint16_t)0x0104)
#define SPI_DataSize_8b ((uint16_t)0x0000)
#define SPI_CPOL_Low ((uint16_t)0x0000)
#define SPI_CPHA_1Edge ((uint16_t)0x0000)
#define SPI_NSS_Soft ((uint16_t)0x0200)
#define SPI_BaudRatePrescaler_2 ((uint16_t)0x0000)
#define SPI_BaudRatePrescaler_4 ((uint16_t)0x0008)
#define SPI_BaudRatePrescaler_8 ((uint16_t)0x0010)
#define SPI_BaudRatePrescaler_16 ((uint16_t)0x0018)
#define SPI_BaudRatePrescaler_32 ((uint16_t)0x0020)
#define SPI_BaudRatePrescaler_64 ((uint16_t)0x0028)
#define SPI_BaudRatePrescaler_128 ((uint16_t)0x0030)
#define SPI_BaudRatePrescaler_256 ((uint16_t)0x0038)
#define SPI_FirstBit_MSB ((uint16_t)0x0000)
#define SPI_I2S_FLAG_RXNE ((uint16_t)0x0001)
#define SPI_I2S_FLAG_BSY ((uint16_t)0x0080)
void SPI_Init(SPI_TypeDef *SPIx, SPI_InitTypeDef *SPI_InitStruct);
void SPI_Cmd(SPI_TypeDef *SPIx, FunctionalState NewState);
void SPI_I2S_SendData(SPI_TypeDef *SPIx, uint16_t Data);
uint16_t SPI_I2S_ReceiveData(SPI_TypeDef *SPIx);
FlagStatus SPI_I2S_GetFlagStatus(SPI_TypeDef *SPIx, uint16_t SPI_I2S_FLAG);

/* stm32f10x_usart.h */
typedef struct USART USART_TypeDef;
#define USART1 ((USART_TypeDef *)0x40013800U)
typedef struct {
    uint32_t USART_BaudRate;
    uint16_t USART_WordLength;
    uint16_t USART_StopBits;
    uint16_t USART_Parity;
    uint16_t USART_Mode;
    uint16_t USART_HardwareFlowControl;
} USART_InitTypeDef;
#define USART_WordLength_8b ((uint16_t)0x0000)
#define USART_StopBits_1 ((uint16_t)0x0000)
#define USART_Parity_No ((uint16_t)0x0000)
#define USART_Mode_Tx ((uint16_t)0x0008)
#define USART_HardwareFlowControl_None ((uint16_t)0x0000)
#define USART_FLAG_TXE ((uint16_t)0x0080)
#define RCC_APB2Periph_USART1 ((uint32_t)0x00004000)
void USART_Init(USART_TypeDef *USARTx, USART_InitTypeDef *USART_InitStruct);
void USART_Cmd(USART_TypeDef *USARTx, FunctionalState NewState);
void USART_SendData(USART_TypeDef *USARTx, uint16_t Data);
FlagStatus USART_GetFlagStatus(USART_TypeDef *USARTx, uint16_t USART_FLAG);

#endif
