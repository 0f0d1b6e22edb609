/*
 * watchful-server: counts how connections end. What applications call is in kw_loop.h.
 *
 * All functions take a socket number below KW_SOCKET_COUNT and belong to the main loop.
 */
#ifndef KW_COUNTERS_H
#define KW_COUNTERS_H

#include <stdint.h>

#include "kw_end.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Data has been received, or a connection begins. */
void kw_counters_received(uint32_t sn);

/* A connection has ended. */
void kw_counters_ended(uint32_t sn, kw_end_reason_t reason);

#ifdef __cplusplus
}
#endif

#endif
