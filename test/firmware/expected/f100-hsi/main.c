/* SPDX-License-Identifier: 0BSD */

/* f100-hsi: the start. This file is yours: keepwire wrote it once and does not change it again. */
#include "kw_clock.h"
#include "kw_loop.h"
#include "kw_port.h"
#include "kw_timer.h"

int main(void)
{
    if (!kw_clock_init()) {
        kw_app_fault(KW_FAULT_CLOCK); /* the firmware runs on; see kw_clock.h */
    }
    kw_loop_init();
    Timer_Configuration();
    NVIC_Configuration();
    for (;;) {
        if (!kw_loop_poll()) {
            kw_port_wait();
        }
    }
}
