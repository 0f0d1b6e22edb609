/*
 * watchful-server: SYSCLK 72 MHz (HSE 8 MHz x 9), PCLK1 36 MHz, PCLK2 72 MHz.
 */
#include "clock.h"

#include "stm32f1.h"

/* Some 100 ms at 8 MHz: a crystal starts within a few milliseconds; the PLL locks within 200 us. */
#define READY_TURNS 100000U

/* SW and SWS of RCC_CFGR: 0 HSI, 1 HSE, 2 PLL */
#define SW 2UL

/* Switches the crystal or the PLL on and waits for its ready bit, which is the one above. */
static bool start(uint32_t enable)
{
    KW_RCC->CR |= enable;
    for (uint32_t turns = READY_TURNS; turns > 0U; turns--) {
        if ((KW_RCC->CR & (enable << 1)) != 0U) {
            return true;
        }
    }
    return false;
}

bool kw_clock_init(void)
{
    if (!start(KW_RCC_CR_HSEON)) {
        return false;
    }
    KW_FLASH_ACR = KW_FLASH_ACR_PRFTBE | 2U; /* wait states before the clock rises */
    KW_RCC->CFGR = 0x001D0400U;
    if (!start(KW_RCC_CR_PLLON)) {
        return false;
    }
    KW_RCC->CFGR = 0x001D0400U | SW; /* the source is ready: the switch itself takes a few cycles */
    return true;
}
