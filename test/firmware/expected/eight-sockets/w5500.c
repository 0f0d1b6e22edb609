/*
 * eight-sockets: W5500 over SPI. Registers and frames as in the W5500 datasheet v1.1, chapters 2 to 4.
 */
#include "w5500.h"

#include <stddef.h>

#include "kw_config.h"
#include "port.h"

/*
 * Where a byte is: the 16-bit offset in a block and the control byte that selects the block, as they lead a frame.
 * Control byte: block in bits 7 to 3, write in bit 2, variable length (00) in bits 1 and 0.
 */
#define COMMON(reg) ((uint32_t)(reg) << 8)
#define SOCKET(sn, reg) (((uint32_t)(reg) << 8) | ((sn) << 5) | 0x08U)
#define TX_BUFFER(sn, pointer) (((uint32_t)(pointer) << 8) | ((sn) << 5) | 0x10U)
#define RX_BUFFER(sn, pointer) (((uint32_t)(pointer) << 8) | ((sn) << 5) | 0x18U)
#define WRITE 0x04U

/* Common registers */
#define GAR COMMON(0x0001U) /* GAR, SUBR, SHAR and SIPR follow each other */
#define SIR COMMON(0x0017U)
#define SIMR COMMON(0x0018U) /* SIMR, RTR and RCR follow each other */
#define VERSIONR COMMON(0x0039U)
#define VERSION 0x04U

/* Socket registers */
#define SN_MR 0x00U
#define SN_CR 0x01U
#define SN_IR 0x02U
#define SN_SR 0x03U
#define SN_PORT 0x04U
#define SN_BUFFER_SIZES 0x1EU /* receive and transmit, KiB */

#define SN_MR_TCP 0x01U
#define SN_MR_ND 0x20U     /* acknowledge at once instead of after RTR */
#define SN_IR_EVENTS 0x1FU /* the bits that TCP can set */

/* Bounds far above what a live chip needs: it accepts a command within microseconds. */
#define COMMAND_TURNS 200U
#define STABLE_TURNS 16U

static bool failed;

static void begin(uint32_t place)
{
    uint8_t const header[] = {(uint8_t)(place >> 16), (uint8_t)(place >> 8), (uint8_t)place};

    kw_port_select(true);
    kw_port_exchange(header, NULL, sizeof header);
}

static void read(uint32_t place, uint8_t *data, uint32_t length)
{
    begin(place);
    kw_port_exchange(NULL, data, length);
    kw_port_select(false);
}

static void write(uint32_t place, uint8_t const *data, uint32_t length)
{
    begin(place | WRITE);
    kw_port_exchange(data, NULL, length);
    kw_port_select(false);
}

static uint8_t read8(uint32_t place)
{
    uint8_t value = 0U;

    read(place, &value, 1U);
    return value;
}

static void write8(uint32_t place, uint8_t value)
{
    write(place, &value, 1U);
}

static void write16(uint32_t place, uint32_t value)
{
    uint8_t const bytes[] = {(uint8_t)(value >> 8), (uint8_t)value};

    write(place, bytes, sizeof bytes);
}

bool kw_chip_start(void)
{
    static uint8_t const addresses[] = {
        /* GAR  */ 10U, 0U, 0U, 1U,
        /* SUBR */ 255U, 255U, 255U, 252U,
        /* SHAR */ 0x00U, 0x08U, 0xDCU, 0x01U, 0x02U, 0x03U,
        /* SIPR */ 10U, 0U, 0U, 2U,
    };
    static uint8_t const settings[] = {
        0xFFU,        /* SIMR: the sockets whose events assert INTn */
        0x03U, 0xE8U, /* RTR: 100 ms until the first retransmission */
        0x03U,        /* RCR: retransmissions before the chip gives up */
    };
    /* Receive and transmit KiB; sockets that are not in use get none. */
    static uint8_t const sizes[8][2] = {
        {2U, 2U}, {2U, 2U}, {2U, 2U}, {2U, 2U},
        {2U, 2U}, {2U, 2U}, {2U, 2U}, {2U, 2U},
    };

    failed = false;
    if (read8(VERSIONR) != VERSION) {
        return false;
    }
    write(GAR, addresses, sizeof addresses);
    write(SIMR, settings, sizeof settings);
    for (uint32_t sn = 0U; sn < 8U; sn++) {
        write(SOCKET(sn, SN_BUFFER_SIZES), sizes[sn], sizeof sizes[sn]);
    }
    return !kw_chip_failed();
}

bool kw_chip_failed(void)
{
    return failed || kw_port_failed();
}

uint32_t kw_chip_pending(void)
{
    return read8(SIR);
}

uint8_t kw_chip_take_events(uint32_t sn, uint8_t *sr)
{
    uint16_t const ir_sr = kw_chip_read16(sn, KW_SN_IR_SR);
    uint8_t ir = (uint8_t)(ir_sr >> 8);

    *sr = (uint8_t)ir_sr;
    if (*sr == KW_SR_CLOSED) {
        ir = read8(SOCKET(sn, SN_IR)); /* it was read before Sn_SR: what closed the socket in between shows now */
    }
    if (ir > SN_IR_EVENTS) {
        failed = true; /* MISO stuck high, or a chip that lost its registers */
        return 0U;
    }
    if (ir != 0U) {
        write8(SOCKET(sn, SN_IR), ir);
    }
    return ir;
}

void kw_chip_command(uint32_t sn, uint8_t command)
{
    write8(SOCKET(sn, SN_CR), command);
    for (uint32_t turns = COMMAND_TURNS; turns > 0U; turns--) {
        if (read8(SOCKET(sn, SN_CR)) == 0U) {
            return;
        }
    }
    failed = true;
}

void kw_chip_listen(uint32_t sn, uint16_t port)
{
    write8(SOCKET(sn, SN_MR), SN_MR_TCP | SN_MR_ND);
    write16(SOCKET(sn, SN_PORT), port);
    kw_chip_command(sn, KW_CR_OPEN);
    if (read8(SOCKET(sn, SN_SR)) != KW_SR_INIT) {
        failed = true; /* MISO stuck low looks like an accepted command, but not like this state */
    }
    kw_chip_command(sn, KW_CR_LISTEN);
}

uint16_t kw_chip_read16(uint32_t sn, kw_sn_register_t reg)
{
    uint8_t value[] = {0U, 0U};

    read(SOCKET(sn, reg), value, sizeof value);
    return (uint16_t)((value[0] << 8) | value[1]);
}

uint16_t kw_chip_read16_stable(uint32_t sn, kw_sn_register_t reg)
{
    uint16_t last = kw_chip_read16(sn, reg);

    for (uint32_t turns = STABLE_TURNS; turns > 0U; turns--) {
        uint16_t const value = kw_chip_read16(sn, reg);
        if (value == last) {
            return value;
        }
        last = value;
    }
    failed = true;
    return 0U;
}

/* Tells the chip how far the host has come in a buffer, and what to do about it. */
static void advance(uint32_t sn, kw_sn_register_t reg, uint32_t pointer, uint8_t command)
{
    write16(SOCKET(sn, reg), pointer);
    kw_chip_command(sn, command);
}

void kw_chip_receive(uint32_t sn, uint16_t rx_rd, uint8_t *data, uint32_t length)
{
    read(RX_BUFFER(sn, rx_rd), data, length); /* the chip wraps at the buffer's end by itself */
    advance(sn, KW_SN_RX_RD, rx_rd + length, KW_CR_RECV);
}

void kw_chip_send(uint32_t sn, uint16_t tx_wr, uint8_t const *data, uint32_t length)
{
    write(TX_BUFFER(sn, tx_wr), data, length);
    advance(sn, KW_SN_TX_WR, tx_wr + length, KW_CR_SEND);
}
