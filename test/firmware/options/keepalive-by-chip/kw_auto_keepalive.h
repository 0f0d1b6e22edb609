/*
 * test: lets the chip send probes by its own timer.
 */
#ifndef KW_AUTO_KEEPALIVE_H
#define KW_AUTO_KEEPALIVE_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A connection begins on socket `sn`, a number below KW_SOCKET_COUNT. */
void kw_auto_keepalive_begin(uint32_t sn);

#ifdef __cplusplus
}
#endif

#endif
