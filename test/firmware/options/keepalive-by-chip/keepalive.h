/*
 * test: the time.
 */
#ifndef KW_KEEPALIVE_H
#define KW_KEEPALIVE_H

#include <stdbool.h>
#include <stdint.h>

/* Milliseconds since start; wraps after 49.7 days. Compare as (uint32_t)(kw_now_ms() - start_ms) >= span_ms. */
uint32_t kw_now_ms(void);

#endif
