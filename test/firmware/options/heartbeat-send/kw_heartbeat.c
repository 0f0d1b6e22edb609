/*
 * test: sends heartbeats.
 */
#include "kw_heartbeat.h"

#include <stdbool.h>

#include "kw_config.h"
#include "kw_connection.h"
#include "kw_texts.h"
#include "kw_time.h"

typedef struct {
    uint32_t every; /* milliseconds; 0: none */
    kw_text_t text;
} heartbeat_t;

static heartbeat_t const heartbeats[KW_SOCKET_COUNT] = {
    { .every = 30000U, .text = {kw_text_heartbeat, sizeof kw_text_heartbeat - 1U} },
};

typedef struct {
    uint32_t due_ms; /* when the last one fell due, or the connection began */
    bool due;        /* and has not been sent yet */
} state_t;

static state_t states[KW_SOCKET_COUNT];

void kw_heartbeat_begin(uint32_t sn)
{
    states[sn] = (state_t){.due_ms = kw_now_ms()};
}

void kw_heartbeat_send(uint32_t sn)
{
    heartbeat_t const *const h = &heartbeats[sn];
    state_t *const s = &states[sn];
    uint32_t const now = kw_now_ms();

    if (h->every > 0U && (uint32_t)(now - s->due_ms) >= h->every) {
        s->due_ms += h->every;
        if ((uint32_t)(now - s->due_ms) >= h->every) {
            s->due_ms = now; /* the loop stood still for more than one period: none is sent twice */
        }
        s->due = true;
    }
    if (s->due && kw_connection_send(sn, h->text)) {
        s->due = false;
    }
}
