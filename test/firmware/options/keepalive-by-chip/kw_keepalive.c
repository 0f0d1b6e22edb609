/*
 * test: the tick. Silent seconds are counted by the chip, if at all.
 */
#include "kw_time.h"
#include "kw_timer.h"

static uint32_t volatile ms; /* written by the tick only */

void Timer2_ISR(void)
{
    ms = ms + 1U;
}

uint32_t kw_now_ms(void)
{
    return ms;
}
