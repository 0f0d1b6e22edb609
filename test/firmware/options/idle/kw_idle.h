/*
 * test: ends connections that have been silent for too long.
 *
 * All functions take a socket number below KW_SOCKET_COUNT and belong to the main loop.
 */
#ifndef KW_IDLE_H
#define KW_IDLE_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A connection begins. */
void kw_idle_begin(uint32_t sn);

/* Data has been received. */
void kw_idle_received(uint32_t sn);

/* Whether nothing has been received for longer than the idle limit. */
bool kw_idle_expired(uint32_t sn);

#ifdef __cplusplus
}
#endif

#endif
