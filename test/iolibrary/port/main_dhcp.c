/* The vendor's DHCP client on socket 7, and its loop-back server of TCP on socket 0 while there is an address. */
#include <stdint.h>

#include "dhcp.h"
#include "loopback.h"

#include "board.h"
#include "kw_port.h"
#include "kw_timer.h"
#include "server_config.h"

#define DHCP_SOCKET_NUMBER 7U
#define DHCP_MESSAGE_BYTES 548U
#define TICKS_PER_SECOND 1000U

int main(void);

static uint8_t buffer[DATA_BUF_SIZE];
static uint8_t message[DHCP_MESSAGE_BYTES];

void Timer2_ISR(void)
{
    static uint32_t ticks;
    ticks++;
    if (ticks == TICKS_PER_SECOND) {
        ticks = 0;
        DHCP_time_handler();
    }
}

int main(void)
{
    board_start();
    DHCP_init(DHCP_SOCKET_NUMBER, message);
    for (;;) {
        if (DHCP_run() == DHCP_IP_LEASED) {
            (void)loopback_tcps(0, buffer, SERVER_PORT);
        }
        kw_port_wait();
    }
}
