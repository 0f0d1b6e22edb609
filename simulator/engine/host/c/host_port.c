/* The board as the firmware's port sees it: pins and SPI frames go to the simulated chip, waiting to virtual time. */
#include <stdbool.h>
#include <stdint.h>

#define HOST(name) __attribute__((import_module("host"), import_name(#name))) extern

HOST(port_init) void kw_host_port_init(void);
HOST(reset) void kw_host_reset(uint32_t asserted);
HOST(interrupt) uint32_t kw_host_interrupt(void);
HOST(write) uint32_t kw_host_write(uint8_t const *header, uint32_t header_length, uint8_t const *data, uint32_t length);
HOST(read) uint32_t kw_host_read(uint8_t const *header, uint32_t header_length, uint8_t *data, uint32_t length);
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
    kw_host_port_init();
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

bool kw_port_write(uint8_t const *header, uint8_t header_length, uint8_t const *data, uint16_t length);
bool kw_port_write(uint8_t const *header, uint8_t header_length, uint8_t const *data, uint16_t length)
{
    return kw_host_write(header, header_length, data, length) != 0U;
}

bool kw_port_read(uint8_t const *header, uint8_t header_length, uint8_t *data, uint16_t length);
bool kw_port_read(uint8_t const *header, uint8_t header_length, uint8_t *data, uint16_t length)
{
    return kw_host_read(header, header_length, data, length) != 0U;
}

void kw_port_wait(void);
void kw_port_wait(void)
{
    kw_host_wait();
}
