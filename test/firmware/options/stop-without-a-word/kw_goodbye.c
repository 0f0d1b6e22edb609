/*
 * test: ends connections in an orderly way.
 */
#include "kw_goodbye.h"

#include "kw_config.h"
#include "kw_connection.h"
#include "kw_time.h"
#include "kw_loop.h"
#include "kw_w5500.h"

typedef enum {
    NOT_STOPPING,
    STOPPING,
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
    bool const done = !kw_connections[sn].sending;
    if (done || late) {
        kw_connection_close(sn, KW_END_LOCAL_STOP);
        kw_connections[sn].closing_ms = s->since_ms; /* KW_CLOSE_MS is for all of it */
    }
    return true;
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
