/*
 * test: what the clock asks of each connection, beside probes: primer.
 *
 * Only received data is a sign of life. Milliseconds wrap after 49.7 days: spans are compared, never moments, and
 * every span that runs is looked at in each poll.
 */
#include "watch.h"

#include "keepalive.h"
#include "kw_config.h"

static uint8_t const said_0[] = { /* "hello\x0A" */
    0x68U, 0x65U, 0x6CU, 0x6CU, 0x6FU, 0x0AU,
};

/* Milliseconds; 0 and a length of 0 switch off. */
typedef struct {
    kw_message_t primer;
} rules_t;

static rules_t const rules[KW_SOCKET_COUNT] = {
    {
        .primer = {said_0, sizeof said_0},
    },
};

typedef struct {
    uint32_t heard_ms;     /* last received data, or the connection's begin */
    uint32_t owed;         /* messages to be sent, a bit each */
} watch_t;

/* Bits of `owed`; the lowest goes first. */
#define PRIMER 0x1U

static watch_t watches[KW_SOCKET_COUNT];

void kw_watch_begin(uint32_t sn)
{
    uint32_t const now = kw_now_ms();

    watches[sn] = (watch_t){
        .heard_ms = now,
        .owed = rules[sn].primer.length > 0U ? PRIMER : 0U,
    };
}

void kw_watch_heard(uint32_t sn)
{
    watches[sn].heard_ms = kw_now_ms();
}

uint32_t kw_watch_heard_ms(uint32_t sn)
{
    return watches[sn].heard_ms;
}

kw_message_t kw_watch_message(uint32_t sn)
{
    rules_t const *const r = &rules[sn];
    watch_t *const w = &watches[sn];

    if ((w->owed & PRIMER) != 0U) {
        return r->primer;
    }
    return (kw_message_t){0};
}

void kw_watch_sent(uint32_t sn)
{
    watches[sn].owed &= watches[sn].owed - 1U; /* the lowest bit */
}
