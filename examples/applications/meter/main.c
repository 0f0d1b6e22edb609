/* SPDX-License-Identifier: 0BSD */

/* meter: the start. As keepwire writes it, with a call of the application after each poll. */
#include "kw_clock.h"
#include "kw_loop.h"
#include "kw_port.h"
#include "kw_timer.h"

void meter_poll(void);

int main(void)
{
    if (!kw_clock_init()) {
        kw_app_fault(KW_FAULT_CLOCK); /* it works on, slower than planned */
    }
    kw_loop_init();
    Timer_Configuration();
    NVIC_Configuration();
    for (;;) {
        bool const more = kw_loop_poll();

        meter_poll();
        if (!more) {
            kw_port_wait();
        }
    }
}
