/*
 * test: ends connections whose peer does not send as often as it should.
 *
 * All functions take a socket number below KW_SOCKET_COUNT and belong to the main loop.
 */
#ifndef KW_HEARTBEAT_EXPECT_H
#define KW_HEARTBEAT_EXPECT_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Data has been received, or a connection begins. */
void kw_heartbeat_expect_received(uint32_t sn);

/* Whether nothing has been received for longer than the peer may be silent. */
bool kw_heartbeat_expect_expired(uint32_t sn);

#ifdef __cplusplus
}
#endif

#endif
