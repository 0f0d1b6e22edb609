/* W5200 frames: 16-bit address, write bit and 15 bits of length, data. Buffers of 2 KiB each, as after a reset. */
#include <stddef.h>

#include "note.h"
#include "kw_port.h"

#define BUFFER_BYTES 0x0800U

uint16 const RTR_REGISTER = 0x0017U;

static void frame(uint32 address, uint8 const *out, uint8 *in, uint32 length)
{
    uint8 const header[4] = {
        (uint8)(address >> 8),
        (uint8)address,
        (uint8)((out != NULL ? 0x80U : 0U) | (length >> 8)),
        (uint8)length,
    };
    kw_port_select(true);
    (void)kw_port_exchange(header, NULL, 4);
    (void)kw_port_exchange(out, in, length);
    kw_port_select(false);
}

static uint32 register_address(SOCKET s, uint16 reg)
{
    return s == COMMON ? reg : 0x4000U + ((uint32)s << 8) + reg;
}

/* How much lies before the top of the socket's buffer. */
static uint32 before_top(uint32 offset, uint32 length)
{
    return length < BUFFER_BYTES - offset ? length : BUFFER_BYTES - offset;
}

void reg_write(SOCKET s, uint16 reg, uint8 const *data, uint16 length)
{
    frame(register_address(s, reg), data, NULL, length);
}

void reg_read(SOCKET s, uint16 reg, uint8 *data, uint16 length)
{
    frame(register_address(s, reg), NULL, data, length);
}

void buffer_write(SOCKET s, uint16 pointer, uint8 const *data, uint16 length)
{
    uint32 const base = 0x8000U + s * BUFFER_BYTES;
    uint32 const offset = pointer % BUFFER_BYTES;
    uint32 const first = before_top(offset, length);
    frame(base + offset, data, NULL, first);
    if (first < length) {
        frame(base, &data[first], NULL, length - first);
    }
}

void buffer_read(SOCKET s, uint16 pointer, uint8 *data, uint16 length)
{
    uint32 const base = 0xC000U + s * BUFFER_BYTES;
    uint32 const offset = pointer % BUFFER_BYTES;
    uint32 const first = before_top(offset, length);
    frame(base + offset, NULL, data, first);
    if (first < length) {
        frame(base, NULL, &data[first], length - first);
    }
}
