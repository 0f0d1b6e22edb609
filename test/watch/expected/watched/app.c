/* SPDX-License-Identifier: 0BSD */

/*
 * watched: an application that keepwire watches.
 *
 * This file is yours: keepwire wrote it once and does not change it again. As written it is an echo on every watched
 * socket, in the way of WIZnet's examples. simulate plays it, and your main loop may call kw_app_poll. If you have a
 * loop already, let kw_app_poll call it, or leave this file out of your build.
 */
#include <stdint.h>

#include "socket.h" /* WIZnet's ioLibrary */
#include "wizchip_conf.h"

#include "kw_config.h"
#include "kw_watch.h"

/** Pass it to kw_watch_init. */
void kw_app_ended(uint32_t sn, kw_end_reason_t reason);

/** Call it again and again, beside kw_watch_poll. */
void kw_app_poll(void);

/* Where servers listen; 0: a client. */
static uint16_t const ports[KW_SOCKET_COUNT] = { 5000U, 5000U };

static uint8_t buffer[512];

/* It never waits: recv is called with data in the chip, and send while nothing else is under way. */
static void echo(uint8_t sn)
{
    uint16_t const room = getSn_TX_FSR(sn);
    uint16_t length = getSn_RX_RSR(sn);

    if (room != (uint16_t)getSn_TxMAX((uint32_t)sn)) {
        return;
    }
    length = length < room ? length : room;
    length = length < sizeof buffer ? length : (uint16_t)sizeof buffer;
    if (length > 0U) {
        int32_t const received = recv(sn, buffer, length);
        if (received > 0) {
            (void)send(sn, buffer, (uint16_t)received);
        }
    }
}

static void serve(uint8_t sn)
{
    switch (getSn_SR((uint32_t)sn)) {
    case SOCK_ESTABLISHED:
        echo(sn);
        break;
    case SOCK_CLOSE_WAIT:
        if (getSn_RX_RSR(sn) > 0U) {
            echo(sn); /* what came before the FIN */
        } else {
            WIZCHIP_WRITE(Sn_CR((uint32_t)sn), 0x08U); /* DISCON; disconnect of ioLibrary waits for the peer */
        }
        break;
    case SOCK_INIT:
        (void)listen(sn);
        break;
    case SOCK_CLOSED:
        (void)socket(sn, Sn_MR_TCP, ports[sn], 0);
        break;
    default:
        break;
    }
}

void kw_app_poll(void)
{
    for (uint8_t sn = 0U; sn < KW_SOCKET_COUNT; sn++) {
        serve(sn);
    }
}

void kw_app_ended(uint32_t sn, kw_end_reason_t reason)
{
    (void)sn;
    (void)reason;
}
