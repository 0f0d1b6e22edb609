/* SPDX-License-Identifier: 0BSD */

/*
 * A Modbus TCP server with eight holding registers: function 3 reads them, everything else gets an exception. A request
 * that is no Modbus TCP is dropped.
 */
#include <stdbool.h>
#include <stdint.h>

#include "kw_config.h"
#include "kw_loop.h"

#define HEADER_BYTES 7U   /* transaction, protocol, length: two bytes each; then the unit */
#define REQUEST_BYTES 12U /* the header, function, first register, count */
#define REPLY_BYTES (HEADER_BYTES + 2U + 2U * REGISTERS)
#define REGISTERS 8U

#define READ_HOLDING_REGISTERS 3U
#define EXCEPTION 0x80U
#define ILLEGAL_FUNCTION 1U
#define ILLEGAL_ADDRESS 2U

static uint16_t const holding[REGISTERS] = {1U, 2U, 3U, 4U, 5U, 6U, 7U, 8U};

/* What has come of the next request, for each socket. */
static struct {
    uint8_t bytes[REQUEST_BYTES];
    uint16_t count;
} requests[KW_SOCKET_COUNT];

static uint32_t pair(uint8_t const *bytes)
{
    return ((uint32_t)bytes[0] << 8) | bytes[1];
}

static bool is_modbus(uint8_t const *request)
{
    return pair(&request[2]) == 0U && pair(&request[4]) == REQUEST_BYTES - 6U;
}

/* Writes the part of the reply behind the header; returns its length. */
static uint16_t answer(uint8_t const *request, uint8_t *reply)
{
    uint32_t const first = pair(&request[8]);
    uint32_t const count = pair(&request[10]);
    uint16_t length = 2U;

    if (request[7] != READ_HOLDING_REGISTERS || count == 0U || first + count > REGISTERS) {
        reply[0] = (uint8_t)(request[7] | EXCEPTION);
        reply[1] = request[7] == READ_HOLDING_REGISTERS ? ILLEGAL_ADDRESS : ILLEGAL_FUNCTION;
        return length;
    }
    reply[0] = request[7];
    reply[1] = (uint8_t)(2U * count);
    for (uint32_t i = first; i < first + count; i++) {
        reply[length] = (uint8_t)(holding[i] >> 8);
        reply[length + 1U] = (uint8_t)holding[i];
        length = (uint16_t)(length + 2U);
    }
    return length;
}

static void reply_to(uint32_t sn, uint8_t const *request)
{
    uint8_t reply[REPLY_BYTES];
    uint16_t const length = answer(request, &reply[HEADER_BYTES]);

    for (uint32_t i = 0U; i < HEADER_BYTES; i++) {
        reply[i] = request[i];
    }
    reply[4] = 0U;
    reply[5] = (uint8_t)(length + 1U); /* the unit counts */
    (void)kw_socket_send(sn, reply, (uint16_t)(HEADER_BYTES + length));
}

void kw_app_connected(uint32_t sn)
{
    requests[sn].count = 0U;
}

/* Each request is taken only when there is room for the longest reply. */
void kw_app_received(uint32_t sn, uint16_t waiting)
{
    uint16_t const missing = (uint16_t)(REQUEST_BYTES - requests[sn].count);

    (void)waiting; /* kw_socket_receive looks at it */
    if (kw_socket_room(sn) < REPLY_BYTES) {
        return;
    }
    requests[sn].count = (uint16_t)(requests[sn].count
                                    + kw_socket_receive(sn, &requests[sn].bytes[requests[sn].count], missing));
    if (requests[sn].count == REQUEST_BYTES) {
        requests[sn].count = 0U;
        if (is_modbus(requests[sn].bytes)) {
            reply_to(sn, requests[sn].bytes);
        }
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
