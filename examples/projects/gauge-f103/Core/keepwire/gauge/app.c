/* SPDX-License-Identifier: 0BSD */

/* The gauge's servers, in the way of WIZnet's examples: a client asks "level?" and gets the level. */
#include <stdbool.h>
#include <stdint.h>

#include "socket.h" /* WIZnet's ioLibrary */
#include "wizchip_conf.h"

#include "kw_config.h"
#include "kw_watch.h"

#define PORT 5000U
/* A line without its end; of a longer one the end is dropped, and it is none that is known. */
#define LINE_BYTES 8U

typedef struct {
    uint8_t text[LINE_BYTES];
    uint32_t length;
} line_t;

static line_t lines[KW_SOCKET_COUNT];

uint32_t gauge_level(void);
void kw_app_poll(void);
void kw_app_ended(uint32_t sn, kw_end_reason_t reason);

/** In percent, 0 to 99. main.c has the sensor; the simulator has none. */
__attribute__((weak)) uint32_t gauge_level(void)
{
    return 42U;
}

static bool is(line_t const *line, char const *word)
{
    uint32_t i = 0U;

    while (i < line->length && word[i] != '\0' && line->text[i] == (uint8_t)word[i]) {
        i++;
    }
    return i == line->length && word[i] == '\0';
}

static void answer(uint8_t sn, line_t const *line)
{
    uint8_t level[] = "level 00\n";
    uint8_t unknown[] = "what?\n";
    uint32_t const value = gauge_level() % 100U;

    if (is(line, "level?")) {
        level[6] = (uint8_t)('0' + value / 10U);
        level[7] = (uint8_t)('0' + value % 10U);
        (void)send(sn, level, sizeof level - 1U);
    } else {
        (void)send(sn, unknown, sizeof unknown - 1U);
    }
}

static void take(uint8_t sn, uint8_t byte)
{
    line_t *const line = &lines[sn];

    if (byte == (uint8_t)'\n') {
        answer(sn, line);
        line->length = 0U;
    } else if (line->length < LINE_BYTES) {
        line->text[line->length] = byte;
        line->length++;
    }
}

/* It never waits: recv is called with data in the chip, and send while nothing else is under way. */
static void talk(uint8_t sn)
{
    uint8_t byte;

    while (getSn_RX_RSR(sn) > 0U && getSn_TX_FSR(sn) == (uint16_t)getSn_TxMAX((uint32_t)sn)) {
        if (recv(sn, &byte, 1U) != 1) {
            return;
        }
        take(sn, byte);
    }
}

static void serve(uint8_t sn)
{
    switch (getSn_SR((uint32_t)sn)) {
    case SOCK_ESTABLISHED:
        talk(sn);
        break;
    case SOCK_CLOSE_WAIT:
        if (getSn_RX_RSR(sn) > 0U) {
            talk(sn); /* what came before the FIN */
        } else {
            WIZCHIP_WRITE(Sn_CR((uint32_t)sn), 0x08U); /* DISCON; disconnect of ioLibrary waits for the peer */
        }
        break;
    case SOCK_INIT:
        (void)listen(sn);
        break;
    case SOCK_CLOSED:
        lines[sn].length = 0U;
        (void)socket(sn, Sn_MR_TCP, PORT, 0);
        break;
    default:
        break;
    }
}

/* To be called again and again, beside kw_watch_poll. */
void kw_app_poll(void)
{
    for (uint8_t sn = 0U; sn < KW_SOCKET_COUNT; sn++) {
        serve(sn);
    }
}

/* For kw_watch_init: a peer is gone, or has closed. The socket is closed; serve opens it again. */
void kw_app_ended(uint32_t sn, kw_end_reason_t reason)
{
    (void)sn;
    (void)reason;
}
