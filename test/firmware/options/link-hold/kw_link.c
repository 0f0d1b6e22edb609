/*
 * test: ends all connections when the PHY has no link.
 */
#include "kw_link.h"

#include <stdbool.h>
#include <stdint.h>

#include "kw_config.h"
#include "kw_connection.h"
#include "kw_time.h"
#include "kw_w5500.h"

/* No single reading counts: bits may be wrong. */
static bool is_down(void)
{
    return kw_chip_link_down() && kw_chip_link_down();
}

static void end_all(void)
{
    for (uint32_t sn = 0U; sn < KW_SOCKET_COUNT; sn++) {
        if (kw_connection_is_up(sn)) {
            kw_connection_abort(sn, KW_END_LINK_DOWN);
        }
    }
}

void kw_link_poll(void)
{
    static uint32_t read_ms;
    static uint32_t up_ms; /* when the link was last seen up */
    uint32_t const now = kw_now_ms();

    if ((uint32_t)(now - read_ms) < KW_LINK_LOOK_MS) {
        return;
    }
    read_ms = now;
    if (!is_down()) {
        up_ms = now;
    } else if ((uint32_t)(now - up_ms) >= KW_LINK_HOLD_MS) {
        end_all();
    }
}
