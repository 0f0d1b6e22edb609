/*
 * test: ends connections in an orderly way. What applications call is in kw_loop.h.
 *
 * A socket number is below KW_SOCKET_COUNT. All functions belong to the main loop.
 */
#ifndef KW_GOODBYE_H
#define KW_GOODBYE_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The loop begins: sockets listen and connect again. */
void kw_goodbye_init(void);

/* A connection begins. */
void kw_goodbye_begin(uint32_t sn);

/* Goes on with an orderly end. True while there is one. */
bool kw_goodbye_poll(uint32_t sn);

/* Whether closed sockets stay closed. */
bool kw_goodbye_keeps_closed(void);

/*
 * The peer has said goodbye: offers what it sent before to the application, which can send no more, and ends the
 * connection.
 */
void kw_goodbye_received(uint32_t sn);

#ifdef __cplusplus
}
#endif

#endif
