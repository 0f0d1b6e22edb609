/*
 * watchful-server: asks a silent peer a question, and ends connections on which it is not answered.
 *
 * All functions take a socket number below KW_SOCKET_COUNT and belong to the main loop.
 */
#ifndef KW_ASK_H
#define KW_ASK_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A connection begins. */
void kw_ask_begin(uint32_t sn);

/* An answer has been received. */
void kw_ask_answered(uint32_t sn);

/* Whether the peer has left the last of its questions unanswered. Each question falls due here. */
bool kw_ask_expired(uint32_t sn);

/* Sends a question that is due, as soon as nothing else is under way. */
void kw_ask_send(uint32_t sn);

#ifdef __cplusplus
}
#endif

#endif
