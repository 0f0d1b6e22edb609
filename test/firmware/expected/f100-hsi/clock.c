/*
 * f100-hsi: SYSCLK 8 MHz (HSI 8 MHz), PCLK1 8 MHz, PCLK2 8 MHz.
 */
#include "clock.h"

#include "stm32f1.h"

/* Some 100 ms at 8 MHz; a crystal starts within a few milliseconds, the PLL locks within 200 us. */
#define READY_TURNS 100000U

/* SW and SWS of RCC_CFGR: 0 HSI, 1 HSE, 2 PLL */
#define SW 0UL

static bool reads(uint32_t volatile const *reg, uint32_t mask, uint32_t value)
{
    for (uint32_t turns = READY_TURNS; turns > 0U; turns--) {
        if ((*reg & mask) == value) {
            return true;
        }
    }
    return false;
}

bool kw_clock_init(void)
{
    KW_RCC->CFGR2 = 0x00000000U; /* PREDIV1 */
    KW_RCC->CFGR = 0x00000000U;
    KW_RCC->CFGR = 0x00000000U | SW;
    return reads(&KW_RCC->CFGR, KW_RCC_CFGR_SWS, SW << 2);
}
