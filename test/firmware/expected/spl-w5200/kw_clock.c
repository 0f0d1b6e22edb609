/*
 * spl-w5200: checks the clock that the Standard Peripheral Library's SystemInit has set up.
 */
#include "kw_clock.h"

#include "stm32f10x.h"
#include "stm32f10x_rcc.h"

#if !defined(STM32F10X_HD)
#error "the library needs to know the part: compile with -DSTM32F10X_HD for the STM32F103ZE"
#endif

bool kw_clock_init(void)
{
    RCC_ClocksTypeDef clocks;

    RCC_GetClocksFreq(&clocks);
    return clocks.SYSCLK_Frequency == 72000000U && clocks.PCLK1_Frequency == 36000000U;
}
