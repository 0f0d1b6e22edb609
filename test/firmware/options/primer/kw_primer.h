/*
 * test: sends a text as soon as a connection begins, so that the chip has sent data and can probe.
 *
 * All functions take a socket number below KW_SOCKET_COUNT and belong to the main loop.
 */
#ifndef KW_PRIMER_H
#define KW_PRIMER_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A connection begins: sends the primer before anything of the application's. */
void kw_primer_begin(uint32_t sn);

/* Sends the primer if there was no room for it yet. */
void kw_primer_send(uint32_t sn);

#ifdef __cplusplus
}
#endif

#endif
