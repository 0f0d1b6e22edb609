/*
 * test: finds messages in what connections receive, however it is split, and acts on them.
 */
#include "kw_messages.h"

#include <stddef.h>

#include "kw_ask.h"
#include "kw_config.h"
#include "kw_connection.h"
#include "kw_texts.h"
#include "kw_time.h"
#include "kw_w5500.h"

/* Bytes that are looked at together: more than the longest message has. */
#define WINDOW_BYTES 128U

#define LONGEST_BYTES 4U /* of the messages below */

typedef enum {
    FOUND_NOTHING,
    FOUND_ANSWER,
} found_t;

typedef struct {
    char const *bytes;
    uint8_t length;
    uint8_t sockets; /* bit n: looked for on socket n */
    found_t found;   /* what it is */
    bool pass;       /* the application receives it too */
} pattern_t;

static pattern_t const patterns[] = {
    { kw_text_answer, sizeof kw_text_answer - 1U, 0x01U, FOUND_ANSWER, false },
};

#define PATTERN_COUNT (sizeof patterns / sizeof patterns[0])

/* How far a connection's received bytes have been looked through. */
typedef struct {
    uint16_t taken;   /* length of the message behind the waiting bytes, if it is to be taken out of the stream */
    uint16_t looked;  /* bytes looked at in this poll */
    bool more;        /* there are bytes that have not been looked at */
    bool held;        /* the bytes behind the waiting ones may be the beginning of a message */
    uint16_t held_at; /* where they begin */
    uint32_t held_ms; /* since when they are held back */
} stream_t;

static stream_t streams[KW_SOCKET_COUNT];

void kw_messages_begin(uint32_t sn)
{
    streams[sn] = (stream_t){.more = false};
}

/* Whether the first `length` bytes of a message are those at `bytes`. */
static bool begins_with(pattern_t const *p, uint8_t const *bytes, uint32_t length)
{
    for (uint32_t i = 0U; i < length; i++) {
        if (bytes[i] != (uint8_t)p->bytes[i]) {
            return false;
        }
    }
    return true;
}

/* The message at `bytes`, whole or as far as the `length` bytes go; NULL: none. */
static pattern_t const *pattern_at(uint32_t sn, uint8_t const *bytes, uint32_t length)
{
    for (uint32_t i = 0U; i < PATTERN_COUNT; i++) {
        pattern_t const *const p = &patterns[i];
        uint32_t const compared = length < p->length ? length : p->length;
        if (((p->sockets >> sn) & 1U) != 0U && begins_with(p, bytes, compared)) {
            return p;
        }
    }
    return NULL;
}

/*
 * Reads up to `length` bytes behind the waiting ones, which go on to the first place where a message may be. Returns
 * that message and how many of its bytes have been read at least; NULL: there is none.
 */
static pattern_t const *next_pattern(uint32_t sn, uint32_t length, uint32_t *seen)
{
    kw_connection_t *const c = &kw_connections[sn];
    uint8_t window[WINDOW_BYTES];
    pattern_t const *p = NULL;
    uint32_t at = 0U;

    kw_chip_peek(sn, (uint16_t)(c->rx_rd + c->waiting), window, length);
    if (kw_chip_failed()) {
        return NULL;
    }
    while (at < length) {
        p = pattern_at(sn, &window[at], length - at);
        if (p != NULL) {
            break;
        }
        at++;
    }
    c->waiting = (uint16_t)(c->waiting + at);
    *seen = length - at;
    return p;
}

/* No single reading makes a message: it is read once more. */
static bool is_confirmed(uint32_t sn, pattern_t const *p)
{
    kw_connection_t const *const c = &kw_connections[sn];
    uint8_t bytes[LONGEST_BYTES];

    kw_chip_peek(sn, (uint16_t)(c->rx_rd + c->waiting), bytes, p->length);
    return !kw_chip_failed() && begins_with(p, bytes, p->length);
}

static found_t accept(uint32_t sn, pattern_t const *p)
{
    kw_connection_t *const c = &kw_connections[sn];

    if (!is_confirmed(sn, p)) {
        return FOUND_NOTHING;
    }
    if (p->pass) {
        c->waiting = (uint16_t)(c->waiting + p->length);
    } else {
        streams[sn].taken = p->length;
    }
    return p->found;
}

/* Looks for the next message in `size` received bytes. `last`: what has begun is not waited for. */
static found_t find_next(uint32_t sn, uint16_t size, bool last)
{
    kw_connection_t *const c = &kw_connections[sn];
    stream_t *const s = &streams[sn];

    s->more = false;
    s->held = false;
    while (s->taken == 0U && c->waiting < size) {
        uint32_t const rest = (uint32_t)size - c->waiting;
        uint32_t const length = rest < WINDOW_BYTES ? rest : WINDOW_BYTES;
        uint32_t seen = 0U;

        if (s->looked >= KW_CHUNK_BYTES) {
            s->more = true;
            break;
        }
        s->looked = (uint16_t)(s->looked + length);
        pattern_t const *const p = next_pattern(sn, length, &seen);
        if (kw_chip_failed()) {
            break;
        }
        if (p == NULL) {
            continue;
        }
        if (p->length <= seen) {
            s->more = true;
            return accept(sn, p);
        }
        /* The beginning of a message. With more bytes behind the window, the next window begins with it. */
        if (length == rest) {
            if (!last) {
                s->held = true;
                break;
            }
            c->waiting = (uint16_t)(c->waiting + 1U); /* no message begins here; perhaps one byte on */
        }
    }
    return FOUND_NOTHING;
}

/* Takes a message out of the stream. Returns how many bytes are behind it. */
static uint16_t take_out(uint32_t sn, uint16_t size)
{
    kw_connection_t *const c = &kw_connections[sn];
    stream_t *const s = &streams[sn];
    uint16_t const rest = (uint16_t)(size - s->taken);

    c->rx_rd = (uint16_t)(c->rx_rd + s->taken);
    s->taken = 0U;
    s->more = rest > 0U;
    kw_chip_skip(sn, c->rx_rd);
    return rest;
}

static void act_on(uint32_t sn, found_t found)
{
    if (found == FOUND_ANSWER) {
        kw_ask_answered(sn);
    }
}

void kw_messages_find(uint32_t sn)
{
    kw_connection_t const *const c = &kw_connections[sn];
    stream_t *const s = &streams[sn];
    uint16_t size = kw_chip_read_size(sn, KW_SN_RX_RSR);
    bool const held_long = s->held && (uint32_t)(kw_now_ms() - s->held_ms) >= KW_HOLD_MS;
    bool const last = held_long || c->state >= KW_STATE_PEER_CLOSED;

    s->looked = 0U;
    for (uint32_t turns = KW_MESSAGES_PER_POLL; turns > 0U && kw_connection_is_up(sn); turns--) {
        found_t const found = find_next(sn, size, last);
        bool const ready = s->taken > 0U && s->taken <= size && c->waiting == 0U;
        if (kw_chip_failed() || (found == FOUND_NOTHING && !ready)) {
            break;
        }
        if (ready) {
            size = take_out(sn, size);
        }
        act_on(sn, found);
    }
    uint16_t const tail = (uint16_t)(c->rx_rd + c->waiting);
    if (!s->held || s->held_at != tail) {
        s->held_at = tail;
        s->held_ms = kw_now_ms();
    }
}

bool kw_messages_are_pending(uint32_t sn)
{
    stream_t const *const s = &streams[sn];

    return s->taken > 0U || s->more || s->held;
}

bool kw_messages_are_unfinished(uint32_t sn)
{
    return !kw_connection_is_up(sn) || streams[sn].more;
}
