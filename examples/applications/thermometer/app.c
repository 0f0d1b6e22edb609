/* SPDX-License-Identifier: 0BSD */

/* A server that sends unasked: each client gets a reading when it connects, and another one every 30 seconds. */
#include <stdbool.h>
#include <stdint.h>

#include "kw_config.h"
#include "kw_loop.h"

#define PERIOD_MS 30000U

void thermometer_poll(void);

static struct {
    bool connected;
    uint32_t due_ms;
} clients[KW_SOCKET_COUNT];

/* In place of a sensor: a reading between 200 and 299 tenths of a degree. */
static uint32_t temperature(void)
{
    return 200U + (kw_now_ms() / 1000U) % 100U;
}

static bool send_reading(uint32_t sn)
{
    uint8_t line[] = "T=000\n";
    uint32_t value = temperature();

    for (uint32_t i = 4U; i >= 2U; i--) {
        line[i] = (uint8_t)('0' + value % 10U);
        value /= 10U;
    }
    return kw_socket_room(sn) >= sizeof line && kw_socket_send(sn, line, (uint16_t)(sizeof line - 1U)) > 0U;
}

/* To be called after each kw_loop_poll. */
void thermometer_poll(void)
{
    for (uint32_t sn = 0U; sn < KW_SOCKET_COUNT; sn++) {
        bool const due = (int32_t)(kw_now_ms() - clients[sn].due_ms) >= 0;

        if (clients[sn].connected && due && send_reading(sn)) {
            clients[sn].due_ms += PERIOD_MS;
        }
    }
}

void kw_app_connected(uint32_t sn)
{
    clients[sn].connected = true;
    clients[sn].due_ms = kw_now_ms();
}

/* Clients have nothing to say; what they send is dropped. */
void kw_app_received(uint32_t sn, uint16_t waiting)
{
    uint8_t dropped[32];

    while (waiting > 0U) {
        uint16_t const taken = kw_socket_receive(sn, dropped, sizeof dropped);
        if (taken == 0U) {
            return;
        }
        waiting = (uint16_t)(waiting - taken);
    }
}

void kw_app_ended(uint32_t sn, kw_end_reason_t reason)
{
    (void)reason;
    clients[sn].connected = false;
}

void kw_app_fault(kw_fault_t fault)
{
    (void)fault;
}
