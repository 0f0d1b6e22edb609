/*
 * watchful-server: what the clock asks of each connection, beside probes: primer, idle limit, question, goodbye.
 *
 * Times and messages only; the loop does what comes of it. All of it takes a socket number below KW_SOCKET_COUNT and
 * belongs to the main loop.
 */
#ifndef KW_WATCH_H
#define KW_WATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "socket_loop.h"

typedef struct {
    uint8_t const *bytes;
    uint16_t length; /* 0: no message */
} kw_message_t;

/* A connection begins. */
void kw_watch_begin(uint32_t sn);

/* Data has been received: a sign of life. */
void kw_watch_heard(uint32_t sn);

/* When that was last, or when the connection began; kw_now_ms of that moment. */
uint32_t kw_watch_heard_ms(uint32_t sn);

/* The answer to a question has been received. */
void kw_watch_answered(uint32_t sn);

/* Whether the connection has been silent for too long; if so, stores what it is to be ended for. */
bool kw_watch_expired(uint32_t sn, kw_end_reason_t *reason);

/* The message that is to be sent next; of length 0 when there is none. */
kw_message_t kw_watch_message(uint32_t sn);

/* It has been sent. */
void kw_watch_sent(uint32_t sn);

/* What is said before an orderly stop; of length 0: nothing. */
kw_message_t kw_watch_goodbye(uint32_t sn);

#endif
