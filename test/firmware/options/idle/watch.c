/*
 * test: what the clock asks of each connection, beside probes: idle limit.
 *
 * Only received data is a sign of life. Milliseconds wrap after 49.7 days: spans are compared, never moments, and
 * every span that runs is looked at in each poll.
 */
#include "watch.h"

#include "keepalive.h"
#include "kw_config.h"

/* Milliseconds; 0 and a length of 0 switch off. */
typedef struct {
    uint32_t idle_close;
    uint32_t idle_check;
} rules_t;

static rules_t const rules[KW_SOCKET_COUNT] = {
    {
        .idle_close = 600000U,
        .idle_check = 60000U,
    },
};

typedef struct {
    uint32_t heard_ms;     /* last received data, or the connection's begin */
    uint32_t check_ms;     /* last look at the silence */
} watch_t;

static watch_t watches[KW_SOCKET_COUNT];

void kw_watch_begin(uint32_t sn)
{
    uint32_t const now = kw_now_ms();

    watches[sn] = (watch_t){
        .heard_ms = now,
        .check_ms = now,
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

/* Swoole's rule: the silence is looked at now and then, so a connection may stand that much longer. */
static bool is_idle(rules_t const *r, watch_t *w, uint32_t now)
{
    if (r->idle_close == 0U || (uint32_t)(now - w->check_ms) < r->idle_check) {
        return false;
    }
    w->check_ms = now;
    return (uint32_t)(now - w->heard_ms) >= r->idle_close;
}

bool kw_watch_expired(uint32_t sn, kw_end_reason_t *reason)
{
    rules_t const *const r = &rules[sn];
    watch_t *const w = &watches[sn];
    uint32_t const now = kw_now_ms();

    if (is_idle(r, w, now)) {
        *reason = KW_END_IDLE;
        return true;
    }
    return false;
}
