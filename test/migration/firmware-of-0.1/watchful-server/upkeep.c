/*
 * watchful-server: looks at the chip at intervals. No single reading counts: bits may be wrong.
 */
#include "upkeep.h"

#include <stdint.h>

#include "keepalive.h"
#include "kw_config.h"
#include "w5500.h"

bool kw_upkeep_link_lost(void)
{
    static uint32_t looked_ms;
    static uint32_t up_ms; /* when the link was last seen up */
    uint32_t const now = kw_now_ms();

    if ((uint32_t)(now - looked_ms) < KW_LINK_LOOK_MS) {
        return false;
    }
    looked_ms = now;
    bool const down = kw_chip_link_down() && kw_chip_link_down();
    if (!down) {
        up_ms = now;
    }
    return down && (uint32_t)(now - up_ms) >= KW_LINK_HOLD_MS;
}

bool kw_upkeep_chip_lost(void)
{
    static uint32_t looked_ms;

    if ((uint32_t)(kw_now_ms() - looked_ms) < KW_HEALTH_MS) {
        return false;
    }
    looked_ms = kw_now_ms();
    return !kw_chip_is_sound() && !kw_chip_is_sound();
}
