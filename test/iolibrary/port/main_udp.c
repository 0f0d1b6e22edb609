/* The vendor's loop-back server of UDP, on socket 0. */
#include <stdint.h>

#include "loopback.h"

#include "board.h"
#include "kw_port.h"
#include "kw_timer.h"
#include "server_config.h"

int main(void);

static uint8_t buffer[DATA_BUF_SIZE];

void Timer2_ISR(void)
{
    /* The library keeps no time for UDP. */
}

int main(void)
{
    board_start();
    for (;;) {
        (void)loopback_udps(0, buffer, SERVER_PORT);
        kw_port_wait();
    }
}
