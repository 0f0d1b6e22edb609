/*
 * client: finds the messages of the specification in what a connection receives, however it is split.
 */
#include "messages.h"

#include "kw_config.h"
#include "w5200.h"

/* Bytes that are looked at together: more than the longest message has. */
#define WINDOW_BYTES 128U

#define LONGEST_BYTES 9U /* of the messages below */

typedef struct {
    uint8_t const *bytes;
    uint8_t length;
    uint8_t sockets;  /* bit n: looked for on socket n */
    kw_found_t found; /* what it is */
    bool pass;        /* the application receives it too */
} pattern_t;

static uint8_t const sought_0[] = { /* "I'm here\x0A" */
    0x49U, 0x27U, 0x6DU, 0x20U, 0x68U, 0x65U, 0x72U, 0x65U, 0x0AU,
};

static uint8_t const sought_1[] = { /* "bye\x0A" */
    0x62U, 0x79U, 0x65U, 0x0AU,
};

static pattern_t const patterns[] = {
    { sought_0, sizeof sought_0, 0x01U, KW_FOUND_HEARTBEAT, false },
    { sought_1, sizeof sought_1, 0x01U, KW_FOUND_GOODBYE, false },
};

#define PATTERN_COUNT (sizeof patterns / sizeof patterns[0])

/* Whether the first `length` bytes of a pattern stand at `bytes`. */
static bool begins(pattern_t const *p, uint8_t const *bytes, uint32_t length)
{
    for (uint32_t i = 0U; i < length; i++) {
        if (bytes[i] != p->bytes[i]) {
            return false;
        }
    }
    return true;
}

/* The pattern that stands at `bytes`, whole or as far as the bytes go; null: none. */
static pattern_t const *pattern_at(uint32_t sn, uint8_t const *bytes, uint32_t length)
{
    for (uint32_t i = 0U; i < PATTERN_COUNT; i++) {
        pattern_t const *const p = &patterns[i];
        uint32_t const compared = length < p->length ? length : p->length;
        if (((p->sockets >> sn) & 1U) != 0U && begins(p, bytes, compared)) {
            return p;
        }
    }
    return (pattern_t const *)0;
}

/* No single reading makes a message: it is read once more. */
static bool stands(pattern_t const *p, uint32_t sn, uint32_t pointer)
{
    uint8_t bytes[LONGEST_BYTES];

    kw_chip_peek(sn, (uint16_t)pointer, bytes, p->length);
    return !kw_chip_failed() && begins(p, bytes, p->length);
}

kw_found_t kw_messages_find(uint32_t sn, kw_stream_t *stream, uint16_t *clear, uint16_t rx_rd, uint16_t size,
                            bool last)
{
    uint8_t window[WINDOW_BYTES];

    stream->more = false;
    stream->held = false;
    while (stream->taken == 0U && *clear < size) {
        uint32_t const rest = (uint32_t)size - *clear;
        uint32_t const length = rest < WINDOW_BYTES ? rest : WINDOW_BYTES;
        uint32_t at = 0U;
        pattern_t const *p = (pattern_t const *)0;

        if (stream->looked >= KW_CHUNK_BYTES) {
            stream->more = true;
            break;
        }
        stream->looked = (uint16_t)(stream->looked + length);
        kw_chip_peek(sn, (uint16_t)(rx_rd + *clear), window, length);
        if (kw_chip_failed()) {
            break;
        }
        while (at < length && p == (pattern_t const *)0) {
            p = pattern_at(sn, &window[at], length - at);
            at += p == (pattern_t const *)0 ? 1U : 0U;
        }
        *clear = (uint16_t)(*clear + at);
        if (p == (pattern_t const *)0) {
            continue;
        }
        if (p->length <= length - at) {
            stream->more = true;
            if (!stands(p, sn, (uint32_t)rx_rd + *clear)) {
                break;
            }
            if (p->pass) {
                *clear = (uint16_t)(*clear + p->length);
            } else {
                stream->taken = p->length;
            }
            return p->found;
        }
        /* The beginning of one. With more bytes behind the window, the next window begins with it. */
        if (length == rest) {
            if (!last) {
                stream->held = true;
                break;
            }
            *clear = (uint16_t)(*clear + 1U); /* none begins here; perhaps one byte on */
        }
    }
    return KW_FOUND_NOTHING;
}
