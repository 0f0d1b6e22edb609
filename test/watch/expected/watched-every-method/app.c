/* SPDX-License-Identifier: 0BSD */

/*
 * watched-every-method: an application that keepwire watches.
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
static uint16_t const ports[8U] = { [1] = 5000U, [4] = 0U };

/* Where clients connect to; port 0: a server. */
typedef struct {
    uint8_t ip[4];
    uint16_t port;
} server_t;

static server_t const servers[8U] = {
    [1] = { .port = 0U },
    [4] = { .ip = { 192U, 168U, 1U, 10U }, .port = 5000U },
};

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

/* Without a wait: connect of ioLibrary waits for the answer. */
static void start(uint8_t sn)
{
    server_t const *const server = &servers[sn];
    uint8_t ip[] = {server->ip[0], server->ip[1], server->ip[2], server->ip[3]}; /* ioLibrary takes no constant */

    if (server->port == 0U) {
        (void)listen(sn);
        return;
    }
    WIZCHIP_WRITE_BUF(Sn_DIPR((uint32_t)sn), ip, sizeof ip);
    WIZCHIP_WRITE(Sn_DPORT((uint32_t)sn), (uint8_t)(server->port >> 8));
    WIZCHIP_WRITE(WIZCHIP_OFFSET_INC(Sn_DPORT((uint32_t)sn), 1U), (uint8_t)server->port);
    WIZCHIP_WRITE(Sn_CR((uint32_t)sn), 0x04U); /* CONNECT */
}

/* A client takes another port for each connection, so that an old one on the far side cannot refuse it. */
static uint16_t own_port(uint8_t sn)
{
    static uint16_t last = 49151U;

    if (servers[sn].port == 0U) {
        return ports[sn];
    }
    last = last < 65535U ? (uint16_t)(last + 1U) : 49152U;
    return last;
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
        start(sn);
        break;
    case SOCK_CLOSED:
        (void)socket(sn, Sn_MR_TCP, own_port(sn), 0);
        break;
    default:
        break;
    }
}

void kw_app_poll(void)
{
    static uint8_t const numbers[] = { KW_SOCKET_NUMBERS };

    for (uint32_t i = 0U; i < KW_SOCKET_COUNT; i++) {
        serve(numbers[i]);
    }
}

void kw_app_ended(uint32_t sn, kw_end_reason_t reason)
{
    (void)sn;
    (void)reason;
}
