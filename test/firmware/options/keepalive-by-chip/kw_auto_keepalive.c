/*
 * test: lets the chip send probes by its own timer.
 */
#include "kw_auto_keepalive.h"

#include "kw_config.h"
#include "kw_w5500.h"

static uint8_t const periods[KW_SOCKET_COUNT] = { 2U }; /* Sn_KPALVTR, unit 5 s; 0: none */

void kw_auto_keepalive_begin(uint32_t sn)
{
    kw_chip_keepalive(sn, periods[sn]);
}
