/*
 * watchful-server: the system clock.
 */
#ifndef KW_CLOCK_H
#define KW_CLOCK_H

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Brings SYSCLK from HSI, where reset leaves it, to 72 MHz (HSE 8 MHz x 9).
 * False when the crystal or the PLL does not start within a bounded time:
 * SYSCLK then stays on HSI, 8 MHz, and every period of this firmware is 9 times as long.
 */
bool kw_clock_init(void);

#ifdef __cplusplus
}
#endif

#endif
