/* W5500 frames: 16-bit offset, control byte (block in bits 7 to 3, write in bit 2), data. */
#include <stddef.h>

#include "note.h"
#include "kw_port.h"

uint16 const RTR_REGISTER = 0x0019U;

static void frame(uint16 offset, uint32 control, uint8 const *out, uint8 *in, uint16 length)
{
    uint8 const header[3] = {(uint8)(offset >> 8), (uint8)offset, (uint8)(control | (out != NULL ? 0x04U : 0U))};
    kw_port_select(true);
    (void)kw_port_exchange(header, NULL, 3);
    (void)kw_port_exchange(out, in, length);
    kw_port_select(false);
}

static uint32 register_block(SOCKET s)
{
    return s == COMMON ? 0U : ((uint32)s << 5) | 0x08U;
}

void reg_write(SOCKET s, uint16 reg, uint8 const *data, uint16 length)
{
    frame(reg, register_block(s), data, NULL, length);
}

void reg_read(SOCKET s, uint16 reg, uint8 *data, uint16 length)
{
    frame(reg, register_block(s), NULL, data, length);
}

void buffer_write(SOCKET s, uint16 pointer, uint8 const *data, uint16 length)
{
    frame(pointer, ((uint32)s << 5) | 0x10U, data, NULL, length);
}

void buffer_read(SOCKET s, uint16 pointer, uint8 *data, uint16 length)
{
    frame(pointer, ((uint32)s << 5) | 0x18U, NULL, data, length);
}
