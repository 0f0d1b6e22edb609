/*
 * watchful-server: start. This file is yours: keepwire wrote it once and never touches it again.
 */
#include "clock.h"
#include "port.h"
#include "socket_loop.h"
#include "timer.h"

int main(void)
{
    if (!kw_clock_init()) {
        kw_app_fault(KW_FAULT_CLOCK); /* it works on, slower than planned */
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
