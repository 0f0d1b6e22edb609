/*
 * test: looks at the chip at intervals. No single reading counts: bits may be wrong.
 */
#include "upkeep.h"

#include <stdint.h>

#include "keepalive.h"
#include "kw_config.h"
#include "w5500.h"

bool kw_upkeep_chip_lost(void)
{
    static uint32_t looked_ms;

    if ((uint32_t)(kw_now_ms() - looked_ms) < KW_HEALTH_MS) {
        return false;
    }
    looked_ms = kw_now_ms();
    return !kw_chip_is_sound() && !kw_chip_is_sound();
}
