/*
 * f100-hsi: the system clock.
 */
#ifndef KW_CLOCK_H
#define KW_CLOCK_H

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Brings SYSCLK from HSI, where reset leaves it, to 8 MHz (HSI 8 MHz).
 */
bool kw_clock_init(void);

#ifdef __cplusplus
}
#endif

#endif
