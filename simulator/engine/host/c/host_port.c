/* The board as the firmware's port sees it: pins and SPI bytes go to the simulated chip, waiting to virtual time. */
#include <stdbool.h>
#include <stdint.h>

#include "host_registers.h"
#include "host_shared.h"

#define HOST(name) __attribute__((import_module("host"), import_name(#name))) extern

HOST(reset) void kw_host_reset(uint32_t asserted);
HOST(select) void kw_host_select(uint32_t selected);
HOST(exchange) uint32_t kw_host_exchange(uint8_t const *out, uint8_t *in, uint32_t length);
HOST(trace) uint32_t kw_host_trace(uint32_t byte);
HOST(wait) void kw_host_wait(void);
HOST(handled) void kw_host_handled(void);
HOST(clock_init) uint32_t kw_host_clock_init(void);

#ifdef KW_HOST_BOARD
/* The firmware has a port of its own, on a board that has these functions by other names. */
#define kw_port_init kw_board_init
#define kw_port_reset kw_board_reset
#define kw_port_drop kw_board_drop
#define kw_port_interrupt kw_board_interrupt
#define kw_port_select kw_board_select
#define kw_port_exchange kw_board_exchange
#define kw_port_trace kw_board_trace
#endif

/* kw_timer.c has it, where the firmware has a timer. */
extern bool kw_clock_fallback;
__attribute__((weak)) bool kw_clock_fallback;

bool kw_clock_init(void);
bool kw_clock_init(void)
{
    return kw_host_clock_init() != 0U;
}

void kw_port_init(void);
void kw_port_init(void)
{
    kw_host_reset(0U);
}

void kw_port_reset(bool asserted);
void kw_port_reset(bool asserted)
{
    kw_host_reset(asserted ? 1U : 0U);
}

void kw_port_drop(void);
void kw_port_drop(void)
{
    /* an exchange that fails leaves nothing behind here */
}

bool kw_port_interrupt(void);
bool kw_port_interrupt(void)
{
    kw_host_shared.budget--; /* the access costs as much as a basic block */
    return kw_host_shared.asserted != 0U;
}

void kw_port_select(bool selected);
void kw_port_select(bool selected)
{
    kw_host_select(selected ? 1U : 0U);
}

bool kw_port_exchange(uint8_t const *out, uint8_t *in, uint32_t length);
bool kw_port_exchange(uint8_t const *out, uint8_t *in, uint32_t length)
{
    return kw_host_exchange(out, in, length) != 0U;
}

bool kw_port_trace(uint8_t byte);
bool kw_port_trace(uint8_t byte)
{
    return kw_host_trace(byte) != 0U;
}

/* The vector of the tick, by the name that the build gives. */
__attribute__((weak)) void KW_HOST_HANDLER(void);

/*
 * A tick while the firmware only sleeps from tick to tick: UIF rises, the handler runs and clears it. The simulator
 * allows such ticks up to its next event, and counts them when it is called again.
 */
/* Whether the handler of a timer did nothing but clear UIF. SysTick has no flag: its handler may touch no register. */
static bool is_answered(uint32_t volatile *status)
{
    if (kw_host_shared.idle_ticks == 0U) {
        return false;
    }
    if (status == 0) {
        return kw_host_shared.stored == 0U;
    }
    return kw_host_shared.stored == kw_host_shared.status_offset + 1U && (*status & 1U) == 0U;
}

static void idle_tick(void)
{
    uint32_t const offset = kw_host_shared.status_offset;
    uint32_t volatile *const status =
        (offset == UINT32_MAX) ? 0 : (uint32_t volatile *)(void *)&kw_host_registers[offset];

    kw_host_shared.idle_ticks_allowed--;
    kw_host_shared.idle_ticks++;
    kw_host_shared.idle_blocks += (uint32_t)(kw_host_shared.blocks_per_tick - kw_host_shared.budget);
    kw_host_shared.budget = kw_host_shared.blocks_per_tick;
    kw_host_shared.handling = 1U;
    if (status != 0) {
        *status |= 1U;
    }
    KW_HOST_HANDLER();
    if (is_answered(status)) {
        kw_host_shared.stored = 0U;
        kw_host_shared.handling = 0U;
        if (status != 0) {
            *status = 0U;
        }
    } else {
        kw_host_handled(); /* the handler did something else as well, or left UIF set */
    }
}

void kw_port_wait(void);
void kw_port_wait(void)
{
    if (kw_host_shared.idle_ticks_allowed != 0U && kw_host_shared.stored == 0U && KW_HOST_HANDLER != 0) {
        idle_tick();
    } else {
        kw_host_wait();
    }
}
