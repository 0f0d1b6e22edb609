/* The application note's main loop for socket 0, and a plain echo of the same kind on socket 1. */
#include "kw_clock.h"
#include "note.h"
#include "kw_port.h"

int main(void);

static uint8 RX_BUF[2048];
static uint16 len;

static void serve_with_keepalive(void)
{
    switch (getSn_SR(0)) {
    case SOCK_CLOSED:
        socket(0, NOTE_PORT);
        break;
    case SOCK_INIT:
        listen(0);
        break;
    case SOCK_ESTABLISHED:
        if (getSn_IR(0) & Sn_IR_CON) {
            setSn_IR(0, Sn_IR_CON);
            ka_tick_flag = 0;
            ka_no_data_tick = 0;
            ka_send_flag = 0;
            ka_send_tick = 0;
        }
        if ((len = getSn_RX_RSR(0)) > 0) {
            len = recv(0, RX_BUF, len);
            send(0, RX_BUF, len, (bool)0);
            if (ka_tick_flag == 0) {
                ka_tick_flag = 1;
            }
            ka_no_data_tick = 0;
            ka_send_tick = 0;
        }
        if (ka_send_flag) {
            ka_send_flag = 0;
            ka_send_tick = 0;
            send_keepalive(0);
            printf("*");
        }
        break;
    default:
        break;
    }
}

static void serve(SOCKET s)
{
    switch (getSn_SR(s)) {
    case SOCK_CLOSED:
        socket(s, NOTE_PORT);
        break;
    case SOCK_INIT:
        listen(s);
        break;
    case SOCK_ESTABLISHED:
        if ((len = getSn_RX_RSR(s)) > 0) {
            len = recv(s, RX_BUF, len);
            send(s, RX_BUF, len, (bool)0);
        }
        break;
    default:
        break;
    }
}

int main(void)
{
    (void)kw_clock_init();
    Timer_Configuration();
    NVIC_Configuration();
    wiznet_start();
    for (;;) {
        serve_with_keepalive();
        serve(1);
        kw_port_wait(); /* spinning until the next tick, made cheap for the simulator */
    }
}
