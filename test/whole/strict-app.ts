/**
 * The echo, which traps as soon as it is told something that cannot be: a connection that it has already, an end or
 * data without one, or other octets than those of `pattern`, which every peer of these tests sends from its start.
 */
export const STRICT_APP = `#include <stdbool.h>
#include <stdint.h>

#include "kw_config.h"
#include "kw_loop.h"

static uint8_t buffer[KW_CHUNK_BYTES];
static bool connected[KW_SOCKET_COUNT];
static uint32_t count[KW_SOCKET_COUNT];

static void must(bool sound)
{
    if (!sound) {
        __builtin_trap();
    }
}

void kw_app_connected(uint32_t socket)
{
    must(!connected[socket]);
    connected[socket] = true;
    count[socket] = 0U;
}

void kw_app_received(uint32_t socket, uint16_t waiting)
{
    must(connected[socket]);
    uint16_t length = kw_socket_room(socket);
    if (length > waiting) {
        length = waiting;
    }
    if (length > sizeof buffer) {
        length = sizeof buffer;
    }
    length = kw_socket_receive(socket, buffer, length);
    for (uint32_t i = 0U; i < length; i++) {
        must(buffer[i] == (uint8_t)(count[socket] * 7U + (count[socket] >> 8)));
        count[socket]++;
    }
    (void)kw_socket_send(socket, buffer, length);
}

void kw_app_ended(uint32_t socket, kw_end_reason_t reason)
{
    must(connected[socket]);
    must(reason >= KW_END_PEER_CLOSED && reason <= KW_END_CHIP_FAULT);
    connected[socket] = false;
}

void kw_app_fault(kw_fault_t fault)
{
    (void)fault;
}
`;
