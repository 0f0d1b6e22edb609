/*
 * client: when clients connect again, and from which local port.
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
 * Stirs a number into the choice of local ports and waits; of use before kw_loop_init only. After a reset they differ
 * from before by a counter in memory that is not initialised, which a loss of power may set back: pass a counter that
 * you store, or a real-time clock.
 */
void kw_client_stir(uint32_t number);

#ifdef __cplusplus
}
#endif

/* Begins anew, as after a start. */
void kw_client_init(void);

/* Whether it is time for an attempt. Begins the wait when the last attempt, or what came of it, has just ended. */
bool kw_client_due(uint32_t sn);

/* An attempt begins: the local port for it. */
uint16_t kw_client_port(uint32_t sn);

/* True once in an attempt, when CONNECT is to be given: the W5500's state does not tell while ARP is under way. */
bool kw_client_asks(uint32_t sn);

/* The attempt has led to a connection. */
void kw_client_connected(uint32_t sn);

/* The server's address, four bytes, and its port, two. */
uint8_t const *kw_client_server(uint32_t sn);

#endif
