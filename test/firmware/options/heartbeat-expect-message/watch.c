/*
 * test: what the clock asks of each connection, beside probes: heartbeat.
 *
 * Only received data is a sign of life. Milliseconds wrap after 49.7 days: spans are compared, never moments, and
 * every span that runs is looked at in each poll.
 */
#include "watch.h"

#include "keepalive.h"
#include "kw_config.h"

/* Milliseconds; 0 and a length of 0 switch off. */
typedef struct {
    uint32_t expect_within;
} rules_t;

static rules_t const rules[KW_SOCKET_COUNT] = {
    {
        .expect_within = 90000U,
    },
};

typedef struct {
    uint32_t heard_ms;     /* last received data, or the connection's begin */
} watch_t;

static watch_t watches[KW_SOCKET_COUNT];

void kw_watch_begin(uint32_t sn)
{
    uint32_t const now = kw_now_ms();

    watches[sn] = (watch_t){
        .heard_ms = now,
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
