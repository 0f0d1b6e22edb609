/*
 * client: the time.
 */
#ifndef KW_TIME_H
#define KW_TIME_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Milliseconds since start; wraps after 49.7 days. Compare as (uint32_t)(kw_now_ms() - start_ms) >= span_ms. */
uint32_t kw_now_ms(void);

#ifdef __cplusplus
}
#endif

#endif
