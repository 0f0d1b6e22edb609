/*
 * door-controller: reset and vectors of the STM32F103C8 (RM0008, interrupt and exception vectors).
 *
 * Every line has a handler of its own name, as in ST's startup files; the ones that nobody defines stop in
 * Default_Handler, where a debugger shows which line it was (xPSR, or ICSR.VECTACTIVE).
 */
#include <stdint.h>

#include "timer.h"

/* From the linker script: the stack's top, and where the data is stored and lives. */
extern uint32_t kw_stack_top[];
extern uint32_t const kw_data_load[];
extern uint32_t kw_data_start[];
extern uint32_t kw_data_end[];
extern uint32_t kw_bss_start[];
extern uint32_t kw_bss_end[];

int main(void);
void Reset_Handler(void);
void Default_Handler(void);

#define DEFAULT __attribute__((weak, alias("Default_Handler")))

void NMI_Handler(void) DEFAULT;
void HardFault_Handler(void) DEFAULT;
void MemManage_Handler(void) DEFAULT;
void BusFault_Handler(void) DEFAULT;
void UsageFault_Handler(void) DEFAULT;
void SVC_Handler(void) DEFAULT;
void DebugMon_Handler(void) DEFAULT;
void PendSV_Handler(void) DEFAULT;
void SysTick_Handler(void) DEFAULT;
void WWDG_IRQHandler(void) DEFAULT;
void PVD_IRQHandler(void) DEFAULT;
void TAMPER_IRQHandler(void) DEFAULT;
void RTC_IRQHandler(void) DEFAULT;
void FLASH_IRQHandler(void) DEFAULT;
void RCC_IRQHandler(void) DEFAULT;
void EXTI0_IRQHandler(void) DEFAULT;
void EXTI1_IRQHandler(void) DEFAULT;
void EXTI2_IRQHandler(void) DEFAULT;
void EXTI3_IRQHandler(void) DEFAULT;
void EXTI4_IRQHandler(void) DEFAULT;
void DMA1_Channel1_IRQHandler(void) DEFAULT;
void DMA1_Channel2_IRQHandler(void) DEFAULT;
void DMA1_Channel3_IRQHandler(void) DEFAULT;
void DMA1_Channel4_IRQHandler(void) DEFAULT;
void DMA1_Channel5_IRQHandler(void) DEFAULT;
void DMA1_Channel6_IRQHandler(void) DEFAULT;
void DMA1_Channel7_IRQHandler(void) DEFAULT;
void ADC1_2_IRQHandler(void) DEFAULT;
void USB_HP_CAN1_TX_IRQHandler(void) DEFAULT;
void USB_LP_CAN1_RX0_IRQHandler(void) DEFAULT;
void CAN1_RX1_IRQHandler(void) DEFAULT;
void CAN1_SCE_IRQHandler(void) DEFAULT;
void EXTI9_5_IRQHandler(void) DEFAULT;
void TIM1_BRK_IRQHandler(void) DEFAULT;
void TIM1_UP_IRQHandler(void) DEFAULT;
void TIM1_TRG_COM_IRQHandler(void) DEFAULT;
void TIM1_CC_IRQHandler(void) DEFAULT;
void TIM3_IRQHandler(void) DEFAULT;
void TIM4_IRQHandler(void) DEFAULT;
void I2C1_EV_IRQHandler(void) DEFAULT;
void I2C1_ER_IRQHandler(void) DEFAULT;
void I2C2_EV_IRQHandler(void) DEFAULT;
void I2C2_ER_IRQHandler(void) DEFAULT;
void SPI1_IRQHandler(void) DEFAULT;
void SPI2_IRQHandler(void) DEFAULT;
void USART1_IRQHandler(void) DEFAULT;
void USART2_IRQHandler(void) DEFAULT;
void USART3_IRQHandler(void) DEFAULT;
void EXTI15_10_IRQHandler(void) DEFAULT;
void RTCAlarm_IRQHandler(void) DEFAULT;
void USBWakeUp_IRQHandler(void) DEFAULT;

typedef union {
    void (*handler)(void);
    uint32_t *stack_top;
} vector_t;

vector_t const kw_vectors[] __attribute__((section(".isr_vector"), used)) = {
    {.stack_top = kw_stack_top},
    {Reset_Handler},
    {NMI_Handler},
    {HardFault_Handler},
    {MemManage_Handler},
    {BusFault_Handler},
    {UsageFault_Handler},
    {0},
    {0},
    {0},
    {0},
    {SVC_Handler},
    {DebugMon_Handler},
    {0},
    {PendSV_Handler},
    {SysTick_Handler},
    {WWDG_IRQHandler},
    {PVD_IRQHandler},
    {TAMPER_IRQHandler},
    {RTC_IRQHandler},
    {FLASH_IRQHandler},
    {RCC_IRQHandler},
    {EXTI0_IRQHandler},
    {EXTI1_IRQHandler},
    {EXTI2_IRQHandler},
    {EXTI3_IRQHandler},
    {EXTI4_IRQHandler},
    {DMA1_Channel1_IRQHandler},
    {DMA1_Channel2_IRQHandler},
    {DMA1_Channel3_IRQHandler},
    {DMA1_Channel4_IRQHandler},
    {DMA1_Channel5_IRQHandler},
    {DMA1_Channel6_IRQHandler},
    {DMA1_Channel7_IRQHandler},
    {ADC1_2_IRQHandler},
    {USB_HP_CAN1_TX_IRQHandler},
    {USB_LP_CAN1_RX0_IRQHandler},
    {CAN1_RX1_IRQHandler},
    {CAN1_SCE_IRQHandler},
    {EXTI9_5_IRQHandler},
    {TIM1_BRK_IRQHandler},
    {TIM1_UP_IRQHandler},
    {TIM1_TRG_COM_IRQHandler},
    {TIM1_CC_IRQHandler},
    {TIM2_IRQHandler},
    {TIM3_IRQHandler},
    {TIM4_IRQHandler},
    {I2C1_EV_IRQHandler},
    {I2C1_ER_IRQHandler},
    {I2C2_EV_IRQHandler},
    {I2C2_ER_IRQHandler},
    {SPI1_IRQHandler},
    {SPI2_IRQHandler},
    {USART1_IRQHandler},
    {USART2_IRQHandler},
    {USART3_IRQHandler},
    {EXTI15_10_IRQHandler},
    {RTCAlarm_IRQHandler},
    {USBWakeUp_IRQHandler},
};

void Reset_Handler(void)
{
    uint32_t const *load = kw_data_load;

    for (uint32_t *word = kw_data_start; word < kw_data_end; word++) {
        *word = *load;
        load++;
    }
    for (uint32_t *word = kw_bss_start; word < kw_bss_end; word++) {
        *word = 0U;
    }
    (void)main();
    Default_Handler(); /* main does not return */
}

void Default_Handler(void)
{
    for (;;) {
    }
}
