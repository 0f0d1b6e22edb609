/*
 * test: what the clock asks of each connection, beside probes.
 *
 * Only received data is a sign of life. Milliseconds wrap after 49.7 days: spans are compared, never moments, and
 * every span that runs is looked at in each poll.
 */
#include "watch.h"

#include "keepalive.h"
#include "kw_config.h"

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
