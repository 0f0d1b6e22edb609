/*
 * client: sends heartbeats.
 *
 * All functions take a socket number below KW_SOCKET_COUNT and belong to the main loop.
 */
#ifndef KW_HEARTBEAT_H
#define KW_HEARTBEAT_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A connection begins: the first heartbeat is due one period later. */
void kw_heartbeat_begin(uint32_t sn);

/* Sends a heartbeat that is due, as soon as nothing else is under way. */
void kw_heartbeat_send(uint32_t sn);

#ifdef __cplusplus
}
#endif

#endif
