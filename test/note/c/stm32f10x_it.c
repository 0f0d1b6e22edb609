/* What the note leaves to the vendor's example: the vector, and the NVIC. */
#include "stm32f10x.h"
#include "misc.h"
#include "stm32f10x_tim.h"

#include "note.h"

void NVIC_Configuration(void)
{
    NVIC_InitTypeDef NVIC_InitStructure;
    NVIC_InitStructure.NVIC_IRQChannel = TIM2_IRQn;
    NVIC_InitStructure.NVIC_IRQChannelPreemptionPriority = 0;
    NVIC_InitStructure.NVIC_IRQChannelSubPriority = 0;
    NVIC_InitStructure.NVIC_IRQChannelCmd = ENABLE;
    NVIC_Init(&NVIC_InitStructure);
}

void TIM2_IRQHandler(void)
{
#ifdef NOTE_CLEARS_UIF
    TIM_ClearITPendingBit(TIM2, TIM_IT_Update); /* not in the note: without it nothing else can be looked at */
#endif
    Timer2_ISR();
}
