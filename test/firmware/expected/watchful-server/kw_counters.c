/*
 * watchful-server: counts how connections end.
 */
#include "kw_counters.h"

#include "kw_config.h"
#include "kw_time.h"
#include "kw_loop.h"

static uint16_t ends[KW_SOCKET_COUNT][KW_END_LOCAL_STOP]; /* by reason less one */
static uint32_t received_ms[KW_SOCKET_COUNT]; /* when data last arrived, or a connection began */

void kw_counters_received(uint32_t sn)
{
    received_ms[sn] = kw_now_ms();
}

void kw_counters_ended(uint32_t sn, kw_end_reason_t reason)
{
    uint16_t *const count = &ends[sn][reason - 1U];

    if (*count < UINT16_MAX) {
        *count = (uint16_t)(*count + 1U);
    }
}

uint16_t kw_socket_ends(uint32_t sn, kw_end_reason_t reason)
{
    if (sn >= KW_SOCKET_COUNT || reason < KW_END_PEER_CLOSED || reason > KW_END_LOCAL_STOP) {
        return 0U;
    }
    return ends[sn][reason - 1U];
}

uint32_t kw_socket_heard_ms(uint32_t sn)
{
    return sn < KW_SOCKET_COUNT ? received_ms[sn] : 0U;
}
