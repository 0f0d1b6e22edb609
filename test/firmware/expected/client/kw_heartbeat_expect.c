/*
 * client: ends connections whose peer does not send as often as it should.
 */
#include "kw_heartbeat_expect.h"

#include "kw_config.h"
#include "kw_time.h"

/* The longest silence in milliseconds; 0: no limit. */
static uint32_t const limits[KW_SOCKET_COUNT] = {
    45000U,
};

static uint32_t received_ms[KW_SOCKET_COUNT]; /* when data last arrived, or the connection began */

void kw_heartbeat_expect_received(uint32_t sn)
{
    received_ms[sn] = kw_now_ms();
}

bool kw_heartbeat_expect_expired(uint32_t sn)
{
    return limits[sn] > 0U && (uint32_t)(kw_now_ms() - received_ms[sn]) >= limits[sn];
}
