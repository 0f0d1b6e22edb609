/*
 * w5500-minimal: keepalive counting, one set of counters for each socket.
 *
 * Once data has been exchanged, seconds without received data are counted. From NO_DATA_PERIOD on a second counter
 * runs; when it reaches KA_SEND_PERIOD a probe is due and it starts again. The first probe therefore leaves
 * NO_DATA_PERIOD + KA_SEND_PERIOD - 1 = 14 one-second ticks after the last data, then one each 5 s.
 */
#include "keepalive.h"

#include "kw_config.h"
#include "timer.h"

/*
 * Shared by the tick and the loop. tick_flag, which only the loop writes, says whose the counters are: the tick's
 * while it is set, the loop's while it is clear. The loop never interrupts the tick, so each has one writer at a time.
 * send_flag: while tick_flag is set, the tick only sets it and the loop only clears it.
 */
typedef struct {
    uint32_t volatile no_data_tick; /* seconds without received data */
    uint32_t volatile send_tick;    /* seconds since NO_DATA_PERIOD was reached, or since a probe fell due */
    bool volatile tick_flag;        /* seconds are counted */
    bool volatile send_flag;        /* a probe is due */
} keepalive_t;

static keepalive_t keepalive[KW_SOCKET_COUNT];

static uint32_t volatile ms; /* written by the tick only */
static uint32_t second_ms;   /* milliseconds of the running second; the tick's alone */

static void count_second(uint32_t socket)
{
    keepalive_t *const k = &keepalive[socket];

    k->no_data_tick = k->no_data_tick + 1U;
    if (k->no_data_tick >= NO_DATA_PERIOD) {
        k->send_tick = k->send_tick + 1U;
        if (k->send_tick >= KA_SEND_PERIOD) {
            k->send_tick = 0U;
            k->send_flag = true;
        }
    }
}

void Timer2_ISR(void)
{
    ms = ms + 1U;
    second_ms++;
    if (second_ms < 1000U) {
        return;
    }
    second_ms = 0U;
    for (uint32_t socket = 0U; socket < KW_SOCKET_COUNT; socket++) {
        if (keepalive[socket].tick_flag) {
            count_second(socket);
        }
    }
}

uint32_t kw_now_ms(void)
{
    return ms;
}

void kw_keepalive_stop(uint32_t socket)
{
    keepalive_t *const k = &keepalive[socket];

    k->tick_flag = false; /* first: from here on the rest is the loop's */
    k->no_data_tick = 0U;
    k->send_tick = 0U;
    k->send_flag = false;
}

void kw_keepalive_count(uint32_t socket)
{
    keepalive[socket].tick_flag = true;
}

bool kw_keepalive_due(uint32_t socket)
{
    return keepalive[socket].send_flag;
}

void kw_keepalive_probed(uint32_t socket)
{
    keepalive[socket].send_flag = false;
}
