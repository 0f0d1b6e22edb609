/*
 * watchful-server: ends connections in an orderly way.
 */
#include "kw_goodbye.h"

#include "kw_config.h"
#include "kw_connection.h"
#include "kw_time.h"
#include "kw_texts.h"
#include "kw_loop.h"
#include "kw_w5500.h"

static kw_text_t const goodbyes[KW_SOCKET_COUNT] = {
    {kw_text_goodbye, sizeof kw_text_goodbye - 1U},
    {kw_text_goodbye, sizeof kw_text_goodbye - 1U},
    {0},
};

typedef enum {
    NOT_STOPPING,
    STOPPING,
    GOODBYE_SENT, /* the FIN follows once it is acknowledged */
} stage_t;

typedef struct {
    stage_t stage;
    uint32_t since_ms; /* when the orderly end began */
} stop_t;

static stop_t stops[KW_SOCKET_COUNT];
static bool stopped; /* nothing listens or connects any more */

void kw_goodbye_init(void)
{
    stopped = false;
}

void kw_goodbye_begin(uint32_t sn)
{
    stops[sn].stage = NOT_STOPPING;
}

bool kw_goodbye_keeps_closed(void)
{
    return stopped;
}

/* Sends the goodbye as soon as nothing else is under way. True once it is acknowledged. */
static bool has_said_goodbye(uint32_t sn)
{
    stop_t *const s = &stops[sn];

    if (kw_connections[sn].sending) {
        return false;
    }
    if (s->stage == STOPPING && goodbyes[sn].length > 0U) {
        if (kw_connection_send(sn, goodbyes[sn])) {
            s->stage = GOODBYE_SENT;
        }
        return false;
    }
    return true;
}

bool kw_goodbye_poll(uint32_t sn)
{
    stop_t const *const s = &stops[sn];
    bool const late = (uint32_t)(kw_now_ms() - s->since_ms) >= KW_CLOSE_MS;

    if (s->stage == NOT_STOPPING) {
        return false;
    }
    if (kw_connections[sn].state >= KW_STATE_PEER_CLOSED) { /* its FIN is answered as always, but not for ever */
        if (late) {
            kw_connection_abort(sn, KW_END_PEER_CLOSED);
        }
        return true;
    }
    bool const done = has_said_goodbye(sn);
    if (done || late) {
        kw_connection_close(sn, KW_END_LOCAL_STOP);
        kw_connections[sn].closing_ms = s->since_ms; /* KW_CLOSE_MS is for all of it */
    }
    return true;
}

void kw_goodbye_received(uint32_t sn)
{
    kw_connection_t *const c = &kw_connections[sn];

    c->state = KW_STATE_SHUT;
    if (c->waiting > 0U) {
        kw_app_received(sn, c->waiting);
    }
    kw_connection_close(sn, KW_END_GOODBYE);
}

void kw_socket_stop(uint32_t sn)
{
    bool const is_usable = sn < KW_SOCKET_COUNT && kw_loop_is_ready() && kw_connection_is_up(sn);

    if (is_usable && stops[sn].stage == NOT_STOPPING) {
        stops[sn] = (stop_t){.stage = STOPPING, .since_ms = kw_now_ms()};
    }
}

void kw_loop_stop(void)
{
    stopped = true;
    for (uint32_t sn = 0U; sn < KW_SOCKET_COUNT; sn++) {
        if (kw_connection_is_up(sn)) {
            kw_socket_stop(sn);
        } else if (kw_loop_is_ready() && kw_connections[sn].state != KW_STATE_CLOSING) {
            kw_chip_command(sn, KW_CR_CLOSE); /* it listens or connects */
        }
    }
}

bool kw_loop_stopped(void)
{
    for (uint32_t sn = 0U; sn < KW_SOCKET_COUNT; sn++) {
        if (kw_connections[sn].state != KW_STATE_IDLE) {
            return false;
        }
    }
    return stopped;
}
