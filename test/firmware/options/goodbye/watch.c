/*
 * test: what the clock asks of each connection, beside probes: goodbye.
 *
 * Only received data is a sign of life. Milliseconds wrap after 49.7 days: spans are compared, never moments, and
 * every span that runs is looked at in each poll.
 */
#include "watch.h"

#include "keepalive.h"
#include "kw_config.h"

static uint8_t const said_0[] = { /* "bye\x0A" */
    0x62U, 0x79U, 0x65U, 0x0AU,
};

/* Milliseconds; 0 and a length of 0 switch off. */
typedef struct {
    kw_message_t goodbye;
} rules_t;

static rules_t const rules[KW_SOCKET_COUNT] = {
    {
        .goodbye = {said_0, sizeof said_0},
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

kw_message_t kw_watch_goodbye(uint32_t sn)
{
    return rules[sn].goodbye;
}
