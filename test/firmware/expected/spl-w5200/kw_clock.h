/*
 * spl-w5200: the system clock.
 */
#ifndef KW_CLOCK_H
#define KW_CLOCK_H

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Compares what SystemInit has set up with what the timer counts on: SYSCLK 72 MHz, PCLK1 36 MHz.
 * The library's SystemInit stays on HSI without a word when the crystal does not start; this is where it shows.
 */
bool kw_clock_init(void);

#ifdef __cplusplus
}
#endif

#endif
