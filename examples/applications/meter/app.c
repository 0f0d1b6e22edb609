/* SPDX-License-Identifier: 0BSD */

/*
 * A client that publishes: it sends a count when it has connected, and every 30 seconds; the server acknowledges each. A
 * count that is not acknowledged is sent again with the next one.
 */
#include <stdbool.h>
#include <stdint.h>

#include "kw_config.h"
#include "kw_loop.h"

#define PERIOD_MS 30000U
#define DIGITS 5U

void meter_poll(void);

static struct {
    bool connected;
    uint32_t due_ms;
    uint32_t count; /* pulses that the server has not acknowledged */
} meters[KW_SOCKET_COUNT];

static bool publish(uint32_t sn)
{
    uint8_t line[] = "PUB 00000\n";
    uint32_t value = meters[sn].count;

    for (uint32_t i = 0U; i < DIGITS; i++) {
        line[3U + DIGITS - i] = (uint8_t)('0' + value % 10U);
        value /= 10U;
    }
    return kw_socket_room(sn) >= sizeof line && kw_socket_send(sn, line, (uint16_t)(sizeof line - 1U)) > 0U;
}

/* To be called after each kw_loop_poll. */
void meter_poll(void)
{
    for (uint32_t sn = 0U; sn < KW_SOCKET_COUNT; sn++) {
        bool const due = (int32_t)(kw_now_ms() - meters[sn].due_ms) >= 0;

        if (meters[sn].connected && due && publish(sn)) {
            meters[sn].due_ms += PERIOD_MS;
            meters[sn].count++; /* in place of a pulse counter */
        }
    }
}

void kw_app_connected(uint32_t sn)
{
    meters[sn].connected = true;
    meters[sn].due_ms = kw_now_ms();
}

/* The server's acknowledgement is a line; its end is enough. */
void kw_app_received(uint32_t sn, uint16_t waiting)
{
    uint8_t byte;

    for (; waiting > 0U && kw_socket_receive(sn, &byte, 1U) == 1U; waiting--) {
        if (byte == (uint8_t)'\n') {
            meters[sn].count = 0U;
        }
    }
}

void kw_app_ended(uint32_t sn, kw_end_reason_t reason)
{
    (void)reason;
    meters[sn].connected = false;
}

void kw_app_fault(kw_fault_t fault)
{
    (void)fault;
}
