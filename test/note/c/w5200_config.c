/* The application note's timer, interrupt routine and flags, as it gives them. */
#include "stm32f10x.h"
#include "stm32f10x_rcc.h"
#include "stm32f10x_tim.h"

#include "note.h"

uint32 ms = 0;

uint32 ka_no_data_tick = 0; /* seconds without data */
uint8 ka_tick_flag = 0;     /* counting has begun */
uint32 ka_send_tick = 0;    /* seconds towards the next probe */
uint8 ka_send_flag = 0;     /* a probe is due */

void Timer_Configuration(void)
{
    TIM_TimeBaseInitTypeDef TIM_TimeBaseStructure;
    RCC_APB1PeriphClockCmd(RCC_APB1Periph_TIM2, ENABLE);
    TIM_TimeBaseStructure.TIM_Period = 1000;
    TIM_TimeBaseStructure.TIM_Prescaler = 0;
    TIM_TimeBaseStructure.TIM_ClockDivision = TIM_CKD_DIV1;
    TIM_TimeBaseStructure.TIM_CounterMode = TIM_CounterMode_Up;
    TIM_TimeBaseInit(TIM2, &TIM_TimeBaseStructure);
    TIM_PrescalerConfig(TIM2, 71, TIM_PSCReloadMode_Immediate);
    TIM_Cmd(TIM2, ENABLE);
    TIM_ITConfig(TIM2, TIM_IT_Update, ENABLE);
}

void Timer2_ISR(void)
{
    ms++;
    if ((ms % 1000) == 0) {
        if (ka_tick_flag == 1) ka_no_data_tick++;
        if (ka_no_data_tick >= NO_DATA_PERIOD) {
            ka_send_tick++;
            if (ka_send_tick >= KA_SEND_PERIOD) {
                ka_send_flag = 1;
            }
        }
        printf(".");
    }
}
