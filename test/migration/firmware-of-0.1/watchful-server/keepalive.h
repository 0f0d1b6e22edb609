/*
 * watchful-server: counts the seconds in which a socket has received nothing, and says when a probe is due.
 *
 * All of it but kw_now_ms takes a socket number below KW_SOCKET_COUNT, and belongs to the main loop.
 */
#ifndef KW_KEEPALIVE_H
#define KW_KEEPALIVE_H

#include <stdbool.h>
#include <stdint.h>

/* Milliseconds since start; wraps after 49.7 days. Compare as (uint32_t)(kw_now_ms() - start_ms) >= span_ms. */
uint32_t kw_now_ms(void);

/* Sets the counters back and drops a pending probe; counting rests until kw_keepalive_count. */
void kw_keepalive_stop(uint32_t socket);

/* Lets the counters run on. */
void kw_keepalive_count(uint32_t socket);

/* True once a probe is due, until kw_keepalive_stop or kw_keepalive_probed. */
bool kw_keepalive_due(uint32_t socket);

/* The probe goes out. The next one falls due KA_SEND_PERIOD seconds after this one did. */
void kw_keepalive_probed(uint32_t socket);

#endif
