/* The vendor's driver in the shape that the note uses: calls that wait until they are done. */
#include "note.h"

#include "kw_port.h"

#define Sn_MR 0x00U
#define Sn_CR 0x01U
#define Sn_IR 0x02U
#define Sn_SR 0x03U
#define Sn_PORT 0x04U
#define Sn_TX_FSR 0x20U
#define Sn_TX_WR 0x24U
#define Sn_RX_RSR 0x26U
#define Sn_RX_RD 0x28U

#define Sn_MR_TCP_ND 0x21U
#define Sn_CR_OPEN 0x01U
#define Sn_CR_LISTEN 0x02U
#define Sn_CR_SEND 0x20U
#define Sn_CR_SEND_KEEP 0x22U
#define Sn_CR_RECV 0x40U

static uint8 read8(SOCKET s, uint16 reg)
{
    uint8 value = 0;
    reg_read(s, reg, &value, 1);
    return value;
}

static void write8(SOCKET s, uint16 reg, uint8 value)
{
    reg_write(s, reg, &value, 1);
}

static uint16 read16(SOCKET s, uint16 reg)
{
    uint8 value[2] = {0, 0};
    reg_read(s, reg, value, 2);
    return (uint16)((value[0] << 8) | value[1]);
}

static void write16(SOCKET s, uint16 reg, uint16 value)
{
    uint8 const bytes[2] = {(uint8)(value >> 8), (uint8)value};
    reg_write(s, reg, bytes, 2);
}

/* A size moves between the reading of its two bytes. */
static uint16 read_size(SOCKET s, uint16 reg)
{
    uint16 last;
    uint16 value = read16(s, reg);
    do {
        last = value;
        value = read16(s, reg);
    } while (value != last);
    return value;
}

static void command(SOCKET s, uint8 value)
{
    write8(s, Sn_CR, value);
    while (read8(s, Sn_CR) != 0) {
    }
}

/* Spinning until the next tick, made cheap for the simulator. */
static void wait_for_ticks(uint32 count)
{
    while (count-- > 0) {
        kw_port_wait();
    }
}

void wiznet_start(void)
{
    static uint8 const addresses[] = {NOTE_ADDRESSES}; /* GAR, SUBR, SHAR, SIPR */
    static uint8 const retransmission[] = {NOTE_RTR >> 8, NOTE_RTR & 0xFF, NOTE_RCR};

    kw_port_init();
    kw_port_reset(true);
    wait_for_ticks(KW_RESET_LOW_MS);
    kw_port_reset(false);
    wait_for_ticks(KW_RESET_READY_MS + 1U);
    reg_write(COMMON, 0x0001U, addresses, sizeof addresses);
    reg_write(COMMON, RTR_REGISTER, retransmission, sizeof retransmission);
}

uint8 getSn_IR(SOCKET s)
{
    return read8(s, Sn_IR);
}

void setSn_IR(SOCKET s, uint8 value)
{
    write8(s, Sn_IR, value);
}

uint8 getSn_SR(SOCKET s)
{
    return read8(s, Sn_SR);
}

uint16 getSn_RX_RSR(SOCKET s)
{
    return read_size(s, Sn_RX_RSR);
}

uint16 getSn_TX_FSR(SOCKET s)
{
    return read_size(s, Sn_TX_FSR);
}

void socket(SOCKET s, uint16 port)
{
    write8(s, Sn_MR, Sn_MR_TCP_ND);
    write16(s, Sn_PORT, port);
    command(s, Sn_CR_OPEN);
}

void listen(SOCKET s)
{
    command(s, Sn_CR_LISTEN);
}

uint16 recv(SOCKET s, uint8 *buffer, uint16 length)
{
    uint16 const pointer = read16(s, Sn_RX_RD);
    buffer_read(s, pointer, buffer, length);
    write16(s, Sn_RX_RD, (uint16)(pointer + length));
    command(s, Sn_CR_RECV);
    return length;
}

uint16 send(SOCKET s, uint8 const *buffer, uint16 length, bool retry)
{
    uint16 pointer;
    uint8 state;
    (void)retry;
    while (getSn_TX_FSR(s) < length) {
        state = getSn_SR(s);
        if (state != SOCK_ESTABLISHED && state != SOCK_CLOSE_WAIT) {
            return 0;
        }
        wait_for_ticks(1);
    }
    pointer = read16(s, Sn_TX_WR);
    buffer_write(s, pointer, buffer, length);
    write16(s, Sn_TX_WR, (uint16)(pointer + length));
    command(s, Sn_CR_SEND);
    while ((getSn_IR(s) & Sn_IR_SEND_OK) == 0) {
        if (getSn_SR(s) == SOCK_CLOSED) {
            return 0;
        }
        wait_for_ticks(1);
    }
    setSn_IR(s, Sn_IR_SEND_OK);
    return length;
}

void send_keepalive(SOCKET s)
{
    command(s, Sn_CR_SEND_KEEP);
}
