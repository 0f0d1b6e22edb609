/* The board as the firmware's port sees it: pins and SPI bytes go to the simulated chip, waiting to virtual time. */
#include <stdbool.h>
#include <stdint.h>

#define HOST(name) __attribute__((import_module("host"), import_name(#name))) extern

HOST(reset) void kw_host_reset(uint32_t asserted);
HOST(interrupt) uint32_t kw_host_interrupt(void);
HOST(select) void kw_host_select(uint32_t selected);
HOST(exchange) uint32_t kw_host_exchange(uint8_t const *out, uint8_t *in, uint32_t length);
HOST(trace) uint32_t kw_host_trace(uint32_t byte);
HOST(wait) void kw_host_wait(void);
HOST(clock_init) uint32_t kw_host_clock_init(void);

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

bool kw_port_interrupt(void);
bool kw_port_interrupt(void)
{
    return kw_host_interrupt() != 0U;
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

void kw_port_wait(void);
void kw_port_wait(void)
{
    kw_host_wait();
}
