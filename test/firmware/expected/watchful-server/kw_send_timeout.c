/*
 * watchful-server: ends connections whose data is not acknowledged for too long.
 */
#include "kw_send_timeout.h"

#include "kw_config.h"
#include "kw_time.h"

/* Milliseconds; 0: no limit. */
static uint32_t const limits[KW_SOCKET_COUNT] = {
    20000U, 20000U, 20000U,
};

static uint32_t started_ms[KW_SOCKET_COUNT];

void kw_send_timeout_start(uint32_t sn)
{
    started_ms[sn] = kw_now_ms();
}

bool kw_send_timeout_expired(uint32_t sn)
{
    return limits[sn] > 0U && (uint32_t)(kw_now_ms() - started_ms[sn]) >= limits[sn];
}
