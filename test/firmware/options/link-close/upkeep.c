/*
 * test: looks at the chip at intervals. No single reading counts: bits may be wrong.
 */
#include "upkeep.h"

#include <stdint.h>

#include "keepalive.h"
#include "kw_config.h"
#include "w5500.h"

bool kw_upkeep_link_lost(void)
{
    static uint32_t looked_ms;
    uint32_t const now = kw_now_ms();

    if ((uint32_t)(now - looked_ms) < KW_LINK_LOOK_MS) {
        return false;
    }
    looked_ms = now;
    return kw_chip_link_down() && kw_chip_link_down();
}
