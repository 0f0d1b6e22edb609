/* The chip's set-up, as far as ioLibrary does it. */
#include "wizchip_conf.h"

static void (*select_chip)(void);
static void (*deselect_chip)(void);
static void (*read_bytes)(uint8_t *into, uint16_t length);
static void (*write_bytes)(uint8_t *from, uint16_t length);

void reg_wizchip_cs_cbfunc(void (*select)(void), void (*deselect)(void))
{
    select_chip = select;
    deselect_chip = deselect;
}

void reg_wizchip_spi_cbfunc(uint8_t (*read)(void), void (*write)(uint8_t value))
{
    (void)read;
    (void)write;
}

void reg_wizchip_spiburst_cbfunc(void (*read)(uint8_t *into, uint16_t length), void (*write)(uint8_t *from, uint16_t length))
{
    read_bytes = read;
    write_bytes = write;
}

/* The chip's two ways to begin a frame. */
static void begin(uint32_t address, uint16_t length, uint8_t is_write)
{
#if _WIZCHIP_ == W5500
    uint8_t head[3] = {(uint8_t)(address >> 16), (uint8_t)(address >> 8), (uint8_t)((address & 0xF8U) | (is_write ? 0x04U : 0U))};
    (void)length;
#else
    uint8_t head[4] = {(uint8_t)(address >> 8), (uint8_t)address, (uint8_t)((is_write ? 0x80U : 0U) | (length >> 8)), (uint8_t)length};
#endif
    select_chip();
    write_bytes(head, sizeof head);
}

void WIZCHIP_READ_BUF(uint32_t address, uint8_t *into, uint16_t length)
{
    begin(address, length, 0U);
    read_bytes(into, length);
    deselect_chip();
}

void WIZCHIP_WRITE_BUF(uint32_t address, uint8_t *from, uint16_t length)
{
    begin(address, length, 1U);
    write_bytes(from, length);
    deselect_chip();
}

uint8_t WIZCHIP_READ(uint32_t address)
{
    uint8_t value;

    WIZCHIP_READ_BUF(address, &value, 1U);
    return value;
}

void WIZCHIP_WRITE(uint32_t address, uint8_t value)
{
    WIZCHIP_WRITE_BUF(address, &value, 1U);
}

static uint16_t size_of(uint32_t address)
{
    uint8_t first[2];
    uint8_t second[2];

    do {
        WIZCHIP_READ_BUF(address, first, 2U);
        WIZCHIP_READ_BUF(address, second, 2U);
    } while (first[0] != second[0] || first[1] != second[1]);
    return (uint16_t)((first[0] << 8) | first[1]);
}

uint16_t getSn_TX_FSR(uint8_t sn)
{
    return size_of(Sn_TX_FSR(sn));
}

uint16_t getSn_RX_RSR(uint8_t sn)
{
    return size_of(Sn_RX_RSR(sn));
}

/* The buffers' sizes in KiB: those for sending, then those for receiving. */
int8_t ctlwizchip(ctlwizchip_type type, void *argument)
{
    uint8_t const *const sizes = argument;

    (void)type;
    for (uint32_t sn = 0U; sn < 8U; sn++) {
        WIZCHIP_WRITE(Sn_TXBUF_SIZE(sn), sizes[sn]);
        WIZCHIP_WRITE(Sn_RXBUF_SIZE(sn), sizes[8U + sn]);
    }
    return 0;
}

int8_t ctlnetwork(ctlnetwork_type type, void *argument)
{
    wiz_NetInfo *const network = argument;

    (void)type;
    WIZCHIP_WRITE_BUF(COMMON(0x01), network->gw, 4U);
    WIZCHIP_WRITE_BUF(COMMON(0x05), network->sn, 4U);
    WIZCHIP_WRITE_BUF(COMMON(0x09), network->mac, 6U);
    WIZCHIP_WRITE_BUF(COMMON(0x0F), network->ip, 4U);
    return 0;
}
