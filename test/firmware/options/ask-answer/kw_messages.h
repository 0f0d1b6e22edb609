/*
 * test: finds messages in what connections receive, however it is split, and acts on them.
 *
 * All functions take a socket number below KW_SOCKET_COUNT and belong to the main loop.
 */
#ifndef KW_MESSAGES_H
#define KW_MESSAGES_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A connection begins. */
void kw_messages_begin(uint32_t sn);

/*
 * Looks through the received bytes behind those that the application may take already, a bounded number in one poll.
 * Adds to `waiting` what is the application's, takes messages out of the stream, and acts on them.
 *
 * While a message is to be taken out, nothing behind it is looked at: what an application leaves unread hides what
 * comes behind it. Bytes at the end that may be the beginning of a message are held back until the rest has come, for
 * KW_HOLD_MS at most, and not once the peer has closed its half.
 */
void kw_messages_find(uint32_t sn);

/* Whether there may be more to find or to deliver without new data. */
bool kw_messages_are_pending(uint32_t sn);

/* Whether some received bytes have not been looked at, or a message in them has ended the connection. */
bool kw_messages_are_unfinished(uint32_t sn);

#ifdef __cplusplus
}
#endif

#endif
