/*
 * w5500-minimal: SYSCLK 72 MHz (HSE 8 MHz x 9), PCLK1 36 MHz, PCLK2 72 MHz.
 */
#include "clock.h"

#include "stm32f1.h"

/* Some 100 ms at 8 MHz; a crystal starts within a few milliseconds, the PLL locks within 200 us. */
#define READY_TURNS 100000U

/* SW and SWS of RCC_CFGR: 0 HSI, 1 HSE, 2 PLL */
#define SW 2UL

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
    KW_RCC->CR |= KW_RCC_CR_HSEON;
    if (!reads(&KW_RCC->CR, KW_RCC_CR_HSERDY, KW_RCC_CR_HSERDY)) {
        return false;
    }
    KW_FLASH_ACR = KW_FLASH_ACR_PRFTBE | 2U; /* wait states before the clock rises */
    KW_RCC->CFGR = 0x001D0400U;
    KW_RCC->CR |= KW_RCC_CR_PLLON;
    if (!reads(&KW_RCC->CR, KW_RCC_CR_PLLRDY, KW_RCC_CR_PLLRDY)) {
        return false;
    }
    KW_RCC->CFGR = 0x001D0400U | SW;
    return reads(&KW_RCC->CFGR, KW_RCC_CFGR_SWS, SW << 2);
}
