/* Sockets as ioLibrary has them, as far as a loop needs that asks for data and room before. */
#include "socket.h"

#include "wizchip_conf.h"

static uint16_t value_of(uint32_t address)
{
    uint8_t bytes[2];

    WIZCHIP_READ_BUF(address, bytes, 2U);
    return (uint16_t)((bytes[0] << 8) | bytes[1]);
}

static void set(uint32_t address, uint16_t value)
{
    uint8_t bytes[2] = {(uint8_t)(value >> 8), (uint8_t)value};

    WIZCHIP_WRITE_BUF(address, bytes, 2U);
}

static void command(uint8_t sn, uint8_t value)
{
    WIZCHIP_WRITE(Sn_CR(sn), value);
    while (WIZCHIP_READ(Sn_CR(sn)) != 0U) {
    }
}

int8_t close(uint8_t sn)
{
    command(sn, 0x10U);
    WIZCHIP_WRITE(Sn_IR(sn), 0xFFU);
    return 1;
}

int8_t socket(uint8_t sn, uint8_t protocol, uint16_t port, uint8_t flag)
{
    (void)close(sn);
    WIZCHIP_WRITE(Sn_MR(sn), (uint8_t)(protocol | flag));
    set(Sn_PORT(sn), port);
    command(sn, 0x01U);
    return (int8_t)sn;
}

int8_t listen(uint8_t sn)
{
    command(sn, 0x02U);
    return 1;
}

int8_t disconnect(uint8_t sn)
{
    command(sn, 0x08U);
    return 1;
}

#if _WIZCHIP_ == W5500
/* The buffer wraps by itself. */
static void move(uint8_t sn, uint16_t at, uint8_t *bytes, uint16_t length, uint8_t is_write)
{
    uint32_t const block = (4U * (uint32_t)sn) + (is_write ? 2U : 3U);
    uint32_t const address = ((uint32_t)at << 8) + (block << 3);

    if (is_write) {
        WIZCHIP_WRITE_BUF(address, bytes, length);
    } else {
        WIZCHIP_READ_BUF(address, bytes, length);
    }
}
#else
static void move(uint8_t sn, uint16_t at, uint8_t *bytes, uint16_t length, uint8_t is_write)
{
    uint32_t base = is_write ? 0x8000U : 0xC000U;
    uint32_t const of = is_write ? 0x1FU : 0x1EU;
    uint32_t const size = (uint32_t)WIZCHIP_READ(SOCKET_AT(sn, of)) << 10;

    for (uint8_t below = 0; below < sn; below++) {
        base += (uint32_t)WIZCHIP_READ(SOCKET_AT(below, of)) << 10;
    }
    for (uint32_t moved = 0U; moved < length;) {
        uint32_t const from = (at + moved) & (size - 1U);
        uint32_t part = length - moved;
        part = part < size - from ? part : size - from;
        if (is_write) {
            WIZCHIP_WRITE_BUF(base + from, bytes + moved, (uint16_t)part);
        } else {
            WIZCHIP_READ_BUF(base + from, bytes + moved, (uint16_t)part);
        }
        moved += part;
    }
}
#endif

int32_t send(uint8_t sn, uint8_t *from, uint16_t length)
{
    uint16_t const at = value_of(Sn_TX_WR(sn));

    move(sn, at, from, length, 1U);
    set(Sn_TX_WR(sn), (uint16_t)(at + length));
    command(sn, 0x20U);
    return length;
}

int32_t recv(uint8_t sn, uint8_t *into, uint16_t length)
{
    uint16_t const at = value_of(Sn_RX_RD(sn));

    move(sn, at, into, length, 0U);
    set(Sn_RX_RD(sn), (uint16_t)(at + length));
    command(sn, 0x40U);
    return length;
}
