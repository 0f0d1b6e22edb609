/*
 * watchful-server: ends connections that have been silent for too long.
 */
#include "kw_idle.h"

#include "kw_config.h"
#include "kw_time.h"

/* Milliseconds; 0: no limit. */
typedef struct {
    uint32_t close_after;
    uint32_t check_every;
} limit_t;

static limit_t const limits[KW_SOCKET_COUNT] = {
    { .close_after = 0U, .check_every = 0U },
    { .close_after = 0U, .check_every = 0U },
    { .close_after = 20000U, .check_every = 5000U },
};

typedef struct {
    uint32_t received_ms; /* when data last arrived, or the connection began */
    uint32_t checked_ms;
} silence_t;

static silence_t silences[KW_SOCKET_COUNT];

void kw_idle_begin(uint32_t sn)
{
    uint32_t const now = kw_now_ms();

    silences[sn] = (silence_t){.received_ms = now, .checked_ms = now};
}

void kw_idle_received(uint32_t sn)
{
    silences[sn].received_ms = kw_now_ms();
}

/* Swoole's rule: the silence is checked at intervals, so a connection may last that much longer. */
bool kw_idle_expired(uint32_t sn)
{
    limit_t const *const l = &limits[sn];
    silence_t *const s = &silences[sn];
    uint32_t const now = kw_now_ms();

    if (l->close_after == 0U || (uint32_t)(now - s->checked_ms) < l->check_every) {
        return false;
    }
    s->checked_ms = now;
    return (uint32_t)(now - s->received_ms) >= l->close_after;
}
