/*
 * door-controller: W5200 over SPI. Registers, buffers and frames as in the W5200 datasheet v1.3.0.
 */
#include "w5200.h"

#include <stddef.h>

#include "kw_config.h"
#include "port.h"

/* One address space: common registers, 256 bytes for each socket's registers, the buffer memory. */
#define SOCKET(sn, reg) (0x4000U + ((sn) << 8) + (uint32_t)(reg))

/* Third byte of a frame: the operation, with the upper bits of the length below it. */
#define OP_READ 0x00U
#define OP_WRITE 0x80U

/* Common registers */
#define GAR 0x0001U  /* GAR, SUBR, SHAR and SIPR follow each other */
#define SIR 0x0034U  /* the datasheet's IR2 */
#define SIMR 0x0016U /* the datasheet's IMR2; IMR2, RTR and RCR follow each other */
#define VERSIONR 0x001FU
#define VERSION 0x03U

/* Socket registers */
#define SN_MR 0x00U
#define SN_CR 0x01U
#define SN_IR 0x02U
#define SN_SR 0x03U
#define SN_PORT 0x04U

#define SN_MR_TCP 0x01U
#define SN_MR_ND 0x20U     /* acknowledge at once instead of after RTR */
#define SN_IR_EVENTS 0x1FU /* the bits that TCP can set */

#define LARGEST_BUFFER 2048U /* bytes */

/* Bounds far above what a live chip needs: it accepts a command within microseconds. */
#define COMMAND_TURNS 200U
#define SIZE_TURNS 16U

/* Where each socket's buffers lie, and their sizes (a power of two) less one. */
typedef struct {
    uint16_t tx_base;
    uint16_t tx_mask;
    uint16_t rx_base;
    uint16_t rx_mask;
} buffers_t;

static buffers_t const buffers[KW_SOCKET_COUNT] = {
    { .tx_base = 0x8000U, .tx_mask = 0x07FFU, .rx_base = 0xC000U, .rx_mask = 0x07FFU },
};

static bool failed;

/* The chip counts the bytes of a frame and takes CSn's rise for nothing: the length always matches what follows. */
static void frame(uint32_t address, uint8_t const *out, uint8_t *in, uint32_t length)
{
    uint8_t const header[] = {
        (uint8_t)(address >> 8),
        (uint8_t)address,
        (uint8_t)((out != NULL ? OP_WRITE : OP_READ) | (length >> 8)),
        (uint8_t)length,
    };

    if (failed) {
        return; /* what the chip makes of more frames is unknown: it is reset first */
    }
    kw_port_select(true);
    if (!kw_port_exchange(header, NULL, sizeof header) || !kw_port_exchange(out, in, length)) {
        failed = true;
    }
    kw_port_select(false);
}

static void read_bytes(uint32_t address, uint8_t *data, uint32_t length)
{
    frame(address, NULL, data, length);
}

static void write_bytes(uint32_t address, uint8_t const *data, uint32_t length)
{
    frame(address, data, NULL, length);
}

static uint8_t read8(uint32_t place)
{
    uint8_t value = 0U;

    read_bytes(place, &value, 1U);
    return value;
}

static void write8(uint32_t sn, uint32_t reg, uint8_t value)
{
    write_bytes(SOCKET(sn, reg), &value, 1U);
}

static void write16(uint32_t sn, uint32_t reg, uint32_t value)
{
    uint8_t const bytes[] = {(uint8_t)(value >> 8), (uint8_t)value};

    write_bytes(SOCKET(sn, reg), bytes, sizeof bytes);
}

static uint8_t const settings[] = {
    0x01U,        /* IMR2: the sockets whose events assert INTn */
    0x07U, 0xD0U, /* RTR: 200 ms until the first retransmission */
    0x08U,        /* RCR: retransmissions before the chip gives up */
};

bool kw_chip_start(void)
{
    static uint8_t const addresses[] = {
        /* GAR  */ 192U, 168U, 1U, 1U,
        /* SUBR */ 255U, 255U, 255U, 0U,
        /* SHAR */ 0x00U, 0x08U, 0xDCU, 0x01U, 0x02U, 0x03U,
        /* SIPR */ 192U, 168U, 1U, 20U,
    };

    failed = false;
    if (read8(VERSIONR) != VERSION) {
        return false;
    }
    write_bytes(GAR, addresses, sizeof addresses);
    write_bytes(SIMR, settings, sizeof settings);
    return !failed;
}

bool kw_chip_failed(void)
{
    return failed;
}

uint32_t kw_chip_pending(void)
{
    return read8(SIR);
}

uint8_t kw_chip_state(uint32_t sn)
{
    return read8(SOCKET(sn, SN_SR));
}

uint8_t kw_chip_read_events(uint32_t sn, uint8_t *sr)
{
    uint16_t ir_sr = kw_chip_read16(sn, KW_SN_IR_SR);

    if ((uint8_t)ir_sr == KW_SR_CLOSED || (ir_sr >> 8) > SN_IR_EVENTS) {
        /* Sn_IR came before Sn_SR: what closed the socket in between shows now. And no single reading ends anything. */
        ir_sr = kw_chip_read16(sn, KW_SN_IR_SR);
    }
    *sr = (uint8_t)ir_sr;
    if ((ir_sr >> 8) > SN_IR_EVENTS) {
        failed = true; /* MISO is stuck high */
        return 0U;
    }
    return (uint8_t)(ir_sr >> 8);
}

void kw_chip_clear_events(uint32_t sn, uint8_t events)
{
    if (events != 0U) {
        write8(sn, SN_IR, events);
    }
}

void kw_chip_command(uint32_t sn, uint8_t command)
{
    write8(sn, SN_CR, command);
    for (uint32_t turns = COMMAND_TURNS; turns > 0U; turns--) {
        if (read8(SOCKET(sn, SN_CR)) == 0U) {
            return;
        }
    }
    failed = true;
}

void kw_chip_open(uint32_t sn, uint16_t port)
{
    if (read8(SIMR) != settings[0] && read8(SIMR) != settings[0]) {
        failed = true; /* the chip was reset by something else, or MISO is stuck low: both look like a closed socket */
    }
    write8(sn, SN_MR, SN_MR_TCP | SN_MR_ND);
    write16(sn, SN_PORT, port);
    kw_chip_command(sn, KW_CR_OPEN);
}

uint16_t kw_chip_read16(uint32_t sn, kw_sn_register_t reg)
{
    uint8_t value[] = {0U, 0U};

    read_bytes(SOCKET(sn, reg), value, sizeof value);
    return (uint16_t)((value[0] << 8) | value[1]);
}

uint16_t kw_chip_read_size(uint32_t sn, kw_sn_register_t reg)
{
    uint16_t last = kw_chip_read16(sn, reg);

    for (uint32_t turns = SIZE_TURNS; turns > 0U; turns--) {
        uint16_t const size = kw_chip_read16(sn, reg);
        if (size == last) {
            if (size <= LARGEST_BUFFER) {
                return size;
            }
            failed = true; /* no buffer is that large */
            break;
        }
        last = size;
    }
    return 0U;
}

/* Tells the chip how far the host has come in a buffer, and what to do about it. */
static void advance(uint32_t sn, kw_sn_register_t reg, uint32_t pointer, uint8_t command)
{
    write16(sn, reg, pointer);
    kw_chip_command(sn, command);
}

/* How much of `length` lies between `offset` and the end of a buffer of `mask` + 1 bytes. */
static uint32_t before_wrap(uint32_t offset, uint32_t mask, uint32_t length)
{
    uint32_t const room = mask + 1U - offset;

    return length < room ? length : room;
}

void kw_chip_receive(uint32_t sn, uint16_t rx_rd, uint8_t *data, uint32_t length)
{
    buffers_t const *const b = &buffers[sn];
    uint32_t const offset = rx_rd & b->rx_mask;
    uint32_t const first = before_wrap(offset, b->rx_mask, length);

    read_bytes(b->rx_base + offset, data, first);
    if (first < length) {
        read_bytes(b->rx_base, &data[first], length - first);
    }
    advance(sn, KW_SN_RX_RD, rx_rd + length, KW_CR_RECV);
}

void kw_chip_send(uint32_t sn, uint16_t tx_wr, uint8_t const *data, uint32_t length)
{
    buffers_t const *const b = &buffers[sn];
    uint32_t const offset = tx_wr & b->tx_mask;
    uint32_t const first = before_wrap(offset, b->tx_mask, length);

    write_bytes(b->tx_base + offset, data, first);
    if (first < length) {
        write_bytes(b->tx_base, &data[first], length - first);
    }
    advance(sn, KW_SN_TX_WR, tx_wr + length, KW_CR_SEND);
}
