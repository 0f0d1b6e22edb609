/*
 * f100-hsi: SYSCLK 8 MHz (HSI 8 MHz), PCLK1 8 MHz, PCLK2 8 MHz.
 */
#include "kw_clock.h"

#include "kw_stm32f1.h"

bool kw_clock_init(void)
{
    KW_RCC->CFGR2 = 0x00000000U; /* PREDIV1 */
    KW_RCC->CFGR = 0x00000000U;
    return true;
}
