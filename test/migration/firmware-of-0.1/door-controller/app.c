/*
 * door-controller: the application. This file is yours: keepwire wrote it once and never touches it again.
 *
 * As written it is an echo: what a peer sends goes back to it.
 */
#include <stdint.h>

#include "kw_config.h"
#include "socket_loop.h"
#include "stm32f1.h"

static uint8_t buffer[KW_CHUNK_BYTES]; /* used within one call only, so one is enough for all sockets */

void kw_app_connected(uint32_t socket)
{
    KW_GPIOB->BSRR = 1UL << (8U + socket);
}

void kw_app_received(uint32_t socket, uint16_t waiting)
{
    uint16_t length = kw_socket_room(socket);

    (void)waiting; /* kw_socket_receive looks at it */
    if (length > sizeof buffer) {
        length = sizeof buffer;
    }
    /* No more is taken than can be sent back now: the rest waits in the chip, and is offered again. */
    length = kw_socket_receive(socket, buffer, length);
    (void)kw_socket_send(socket, buffer, length); /* all of it: there was room */
}

void kw_app_ended(uint32_t socket, kw_end_reason_t reason)
{
    (void)socket;
    (void)reason;
}

void kw_app_fault(kw_fault_t fault)
{
    (void)fault;
}
