/*
 * watchful-server: counts the seconds in which a socket has received nothing, and says when a probe is due.
 *
 * All functions take a socket number below KW_SOCKET_COUNT and belong to the main loop.
 */
#ifndef KW_KEEPALIVE_H
#define KW_KEEPALIVE_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Resets the counters and drops a pending probe; nothing is counted until kw_keepalive_count. */
void kw_keepalive_stop(uint32_t sn);

/* Lets the counters run on from where they are. */
void kw_keepalive_count(uint32_t sn);

/* True once a probe is due, until kw_keepalive_stop or kw_keepalive_probed. */
bool kw_keepalive_due(uint32_t sn);

/* The probe goes out. The next one falls due KA_SEND_PERIOD seconds after this one did. */
void kw_keepalive_probed(uint32_t sn);

#ifdef __cplusplus
}
#endif

#endif
