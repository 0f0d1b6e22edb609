/*
 * watchful-server: finds the messages of the specification in what a connection receives, however it is split.
 */
#ifndef KW_MESSAGES_H
#define KW_MESSAGES_H

#include <stdbool.h>
#include <stdint.h>

/* What has been found. */
typedef enum {
    KW_FOUND_NOTHING,
    KW_FOUND_HEARTBEAT,
    KW_FOUND_ANSWER,
    KW_FOUND_GOODBYE
} kw_found_t;

/* How far a connection's received bytes have been looked through. All zero when it begins. */
typedef struct {
    uint16_t taken;   /* length of the message behind the clear bytes, if it is to be taken out of the stream */
    uint16_t looked;  /* bytes looked at in this poll */
    bool more;        /* there are bytes that have not been looked at */
    bool held;        /* the bytes behind the clear ones may be the beginning of a message */
    uint16_t held_at; /* where they begin */
    uint32_t held_ms; /* and since when they are kept */
} kw_stream_t;

/*
 * The first `clear` of the `size` bytes from `rx_rd` on are the application's. Looks on behind them and makes them
 * more, until a message is found, nothing more can be told, or enough has been looked at for one poll.
 *
 * While a message is to be taken out, nothing behind it is looked at: once `clear` is 0, skip it and set `taken` to 0.
 * So what an application leaves unread hides what comes behind it. The beginning of a message at the end of the bytes
 * is kept from the application until the rest has come; with `last`, when it is not waited for, it is not kept.
 */
kw_found_t kw_messages_find(uint32_t sn, kw_stream_t *stream, uint16_t *clear, uint16_t rx_rd, uint16_t size,
                            bool last);

#endif
