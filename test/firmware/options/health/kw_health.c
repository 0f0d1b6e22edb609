/*
 * test: checks at intervals that the chip still has its settings.
 */
#include "kw_health.h"

#include <stdint.h>

#include "kw_config.h"
#include "kw_time.h"
#include "kw_w5500.h"

/* No single reading counts: bits may be wrong. */
bool kw_health_failed(void)
{
    static uint32_t checked_ms;

    if ((uint32_t)(kw_now_ms() - checked_ms) < KW_HEALTH_MS) {
        return false;
    }
    checked_ms = kw_now_ms();
    return !kw_chip_is_sound() && !kw_chip_is_sound();
}
