/*
 * test: when clients connect again, and from which local port.
 *
 * All of it takes a socket number below KW_SOCKET_COUNT and belongs to the main loop.
 */
#ifndef KW_CLIENT_H
#define KW_CLIENT_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * For applications: makes the choice of local ports and waits depend on `number` too. Call it before kw_loop_init.
 * Without it they differ from those before a reset by a counter in memory that is not initialised, which a loss of
 * power may set back: pass a counter that you store, or a real-time clock.
 */
void kw_client_seed(uint32_t number);

/* The loop begins: nothing is known of earlier attempts. */
void kw_client_init(void);

/* Opens a closed socket when it is time for an attempt. */
void kw_client_open(uint32_t sn);

/* Lets an open socket connect. */
void kw_client_start(uint32_t sn);

/* An attempt has led to a connection. */
void kw_client_connected(uint32_t sn);

#ifdef __cplusplus
}
#endif

#endif
