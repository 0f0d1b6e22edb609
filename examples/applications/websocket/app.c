/* SPDX-License-Identifier: 0BSD */

/*
 * A lamp that a page switches by WebSocket. A message is a command, `on` or `off`; the answer says how the lamp is, or
 * that the command is unknown.
 */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "kw_config.h"
#include "kw_loop.h"
#include "kw_websocket.h"

#define COMMAND_BYTES 16U /* maxMessageBytes of the specification */
#define LONGEST_ANSWER 16U

/* What has come of the next command, for each socket. */
static struct {
    uint8_t bytes[COMMAND_BYTES];
    uint16_t count;
} commands[KW_SOCKET_COUNT];

static bool lamp;

static bool is_command(uint32_t sn, char const *text)
{
    return commands[sn].count == strlen(text) && memcmp(commands[sn].bytes, text, commands[sn].count) == 0;
}

static char const *obey(uint32_t sn)
{
    if (!is_command(sn, "on") && !is_command(sn, "off")) {
        return "unknown";
    }
    lamp = is_command(sn, "on"); /* here a pin would be set */
    return lamp ? "lamp on" : "lamp off";
}

void kw_app_connected(uint32_t sn)
{
    (void)sn;
}

/* For sockets that are no WebSockets; there are none. */
void kw_app_received(uint32_t sn, uint16_t waiting)
{
    (void)sn;
    (void)waiting;
}

void kw_app_ws_opened(uint32_t sn, int32_t subprotocol)
{
    (void)subprotocol;
    commands[sn].count = 0U;
}

/* A command is taken only when there is room for the answer. */
void kw_app_ws_message(uint32_t sn, kw_ws_kind_t kind, bool first, bool last, uint16_t waiting)
{
    uint16_t taken;

    (void)kind;
    if (kw_ws_room(sn) < LONGEST_ANSWER) {
        return;
    }
    if (first) {
        commands[sn].count = 0U;
    }
    taken = kw_ws_receive(sn, &commands[sn].bytes[commands[sn].count], (uint16_t)(COMMAND_BYTES - commands[sn].count));
    commands[sn].count = (uint16_t)(commands[sn].count + taken);
    if (last && taken == waiting) {
        char const *const answer = obey(sn);
        (void)kw_ws_send_text(sn, (uint8_t const *)answer, (uint16_t)strlen(answer));
    }
}

void kw_app_ended(uint32_t sn, kw_end_reason_t reason)
{
    (void)sn;
    (void)reason;
}

void kw_app_fault(kw_fault_t fault)
{
    (void)fault;
}
