/*
 * client: what the clock asks of each connection, beside probes: heartbeat, goodbye.
 *
 * Only received data is a sign of life. Milliseconds wrap after 49.7 days: spans are compared, never moments, and
 * every span that runs is looked at in each poll.
 */
#include "watch.h"

#include "keepalive.h"
#include "kw_config.h"

static uint8_t const said_0[] = { /* "I'm online\x0A" */
    0x49U, 0x27U, 0x6DU, 0x20U, 0x6FU, 0x6EU, 0x6CU, 0x69U, 0x6EU, 0x65U, 0x0AU,
};

static uint8_t const said_1[] = { /* "bye\x0A" */
    0x62U, 0x79U, 0x65U, 0x0AU,
};

/* Milliseconds; 0 and a length of 0 switch off. */
typedef struct {
    uint32_t expect_within;
    uint32_t heartbeat_every;
    kw_message_t heartbeat;
    kw_message_t goodbye;
} rules_t;

static rules_t const rules[KW_SOCKET_COUNT] = {
    {
        .expect_within = 45000U,
        .heartbeat_every = 15000U,
        .heartbeat = {said_0, sizeof said_0},
        .goodbye = {said_1, sizeof said_1},
    },
};

typedef struct {
    uint32_t heard_ms;     /* last received data, or the connection's begin */
    uint32_t heartbeat_ms; /* when the last heartbeat fell due */
    uint32_t owed;         /* messages to be sent, a bit each */
} watch_t;

/* Bits of `owed`; the lowest goes first. */
#define HEARTBEAT 0x4U

static watch_t watches[KW_SOCKET_COUNT];

/* What falls due each `span` runs on from `due_ms`, unless the loop stood still so long that the next is due too. */
static uint32_t catch_up(uint32_t due_ms, uint32_t span, uint32_t now)
{
    return (uint32_t)(now - due_ms) < span ? due_ms : now;
}

void kw_watch_begin(uint32_t sn)
{
    uint32_t const now = kw_now_ms();

    watches[sn] = (watch_t){
        .heard_ms = now,
        .heartbeat_ms = now,
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

bool kw_watch_expired(uint32_t sn, kw_end_reason_t *reason)
{
    rules_t const *const r = &rules[sn];
    watch_t *const w = &watches[sn];
    uint32_t const now = kw_now_ms();

    if (r->expect_within > 0U && (uint32_t)(now - w->heard_ms) >= r->expect_within) {
        *reason = KW_END_HEARTBEAT_MISSED;
        return true;
    }
    return false;
}

kw_message_t kw_watch_message(uint32_t sn)
{
    rules_t const *const r = &rules[sn];
    watch_t *const w = &watches[sn];
    uint32_t const now = kw_now_ms();

    if (r->heartbeat_every > 0U && (uint32_t)(now - w->heartbeat_ms) >= r->heartbeat_every) {
        w->heartbeat_ms = catch_up(w->heartbeat_ms + r->heartbeat_every, r->heartbeat_every, now);
        w->owed |= HEARTBEAT;
    }
    if ((w->owed & HEARTBEAT) != 0U) {
        return r->heartbeat;
    }
    return (kw_message_t){0};
}

void kw_watch_sent(uint32_t sn)
{
    watches[sn].owed &= watches[sn].owed - 1U; /* the lowest bit */
}

kw_message_t kw_watch_goodbye(uint32_t sn)
{
    return rules[sn].goodbye;
}
