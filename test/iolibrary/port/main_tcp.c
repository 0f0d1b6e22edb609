/* The vendor's loop-back server of TCP; it polls as its examples do, once around all sockets. */
#include <stdint.h>

#include "loopback.h"

#include "board.h"
#include "kw_config.h"
#include "kw_port.h"
#include "kw_timer.h"
#include "server_config.h"

int main(void);

static uint8_t buffer[DATA_BUF_SIZE];

void Timer2_ISR(void)
{
    /* The library keeps no time for TCP. */
}

int main(void)
{
    board_start();
    for (;;) {
        for (uint8_t socket = 0; socket < KW_SOCKET_COUNT; socket++) {
            (void)loopback_tcps(socket, buffer, SERVER_PORT);
        }
        kw_port_wait();
    }
}
