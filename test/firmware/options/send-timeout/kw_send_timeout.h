/*
 * test: ends connections whose data is not acknowledged for too long.
 *
 * All functions take a socket number below KW_SOCKET_COUNT and belong to the main loop.
 */
#ifndef KW_SEND_TIMEOUT_H
#define KW_SEND_TIMEOUT_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Data or a FIN is sent, or a part of the data has been acknowledged. */
void kw_send_timeout_start(uint32_t sn);

/* Whether that was too long ago. Means something only while data or a FIN is under way. */
bool kw_send_timeout_expired(uint32_t sn);

#ifdef __cplusplus
}
#endif

#endif
