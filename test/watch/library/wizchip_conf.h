/*
 * A stand-in for WIZnet's ioLibrary, written for keepwire's tests: the names of its interface as far as kw_watch.c, its
 * example and the simulator's board use them. With KEEPWIRE_IOLIBRARY the tests use the library itself.
 */
#ifndef WIZCHIP_CONF_H
#define WIZCHIP_CONF_H

#include <stdint.h>

#define W5200 5200
#define W5500 5500
#ifndef _WIZCHIP_
#define _WIZCHIP_ W5500
#endif

/* An address and, on the W5500, the block in the lowest bits. */
#if _WIZCHIP_ == W5500
#define COMMON(at) ((uint32_t)(at) << 8)
#define SOCKET_AT(sn, at) (((uint32_t)(at) << 8) + ((1U + 4U * (uint32_t)(sn)) << 3))
#define _RTR_ COMMON(0x19)
#define _RCR_ COMMON(0x1B)
#define VERSIONR COMMON(0x39)
#define getPHYCFGR() WIZCHIP_READ(COMMON(0x2E))
#define Sn_KPALVTR(sn) SOCKET_AT(sn, 0x2F)
#define getSn_KPALVTR(sn) WIZCHIP_READ(Sn_KPALVTR(sn))
#define setSn_KPALVTR(sn, value) WIZCHIP_WRITE(Sn_KPALVTR(sn), value)
#else
#define COMMON(at) ((uint32_t)(at))
#define SOCKET_AT(sn, at) (0x4000U + 0x100U * (uint32_t)(sn) + (uint32_t)(at))
#define _RTR_ COMMON(0x17)
#define _RCR_ COMMON(0x19)
#define VERSIONR COMMON(0x1F)
#define getPHYSTATUS() WIZCHIP_READ(COMMON(0x35))
#endif
#define IR COMMON(0x15)

#define Sn_MR(sn) SOCKET_AT(sn, 0x00)
#define Sn_CR(sn) SOCKET_AT(sn, 0x01)
#define Sn_IR(sn) SOCKET_AT(sn, 0x02)
#define Sn_SR(sn) SOCKET_AT(sn, 0x03)
#define Sn_PORT(sn) SOCKET_AT(sn, 0x04)
#define Sn_DIPR(sn) SOCKET_AT(sn, 0x0C)
#define Sn_DPORT(sn) SOCKET_AT(sn, 0x10)
#define WIZCHIP_OFFSET_INC(address, by) ((address) + (COMMON(by) - COMMON(0)))
#define Sn_RXBUF_SIZE(sn) SOCKET_AT(sn, 0x1E)
#define Sn_TXBUF_SIZE(sn) SOCKET_AT(sn, 0x1F)
#define Sn_TXMEM_SIZE(sn) SOCKET_AT(sn, 0x1F) /* as the W5200's header calls it */
#define Sn_TX_FSR(sn) SOCKET_AT(sn, 0x20)
#define Sn_TX_WR(sn) SOCKET_AT(sn, 0x24)
#define Sn_RX_RSR(sn) SOCKET_AT(sn, 0x26)
#define Sn_RX_RD(sn) SOCKET_AT(sn, 0x28)
#define Sn_RX_WR(sn) SOCKET_AT(sn, 0x2A)

#define Sn_MR_TCP 0x01
#define SOCK_CLOSED 0x00
#define SOCK_INIT 0x13
#define SOCK_ESTABLISHED 0x17
#define SOCK_CLOSE_WAIT 0x1C

uint8_t WIZCHIP_READ(uint32_t address);
void WIZCHIP_WRITE(uint32_t address, uint8_t value);
void WIZCHIP_READ_BUF(uint32_t address, uint8_t *into, uint16_t length);
void WIZCHIP_WRITE_BUF(uint32_t address, uint8_t *from, uint16_t length);

#define getRTR() (((uint16_t)WIZCHIP_READ(_RTR_) << 8) + WIZCHIP_READ(_RTR_ + (COMMON(1) - COMMON(0))))
#define setRTR(value)                                                       \
    do {                                                                    \
        WIZCHIP_WRITE(_RTR_, (uint8_t)((value) >> 8));                      \
        WIZCHIP_WRITE(_RTR_ + (COMMON(1) - COMMON(0)), (uint8_t)(value));   \
    } while (0)
#define getRCR() WIZCHIP_READ(_RCR_)
#define setRCR(value) WIZCHIP_WRITE(_RCR_, value)
#define getSHAR(mac) WIZCHIP_READ_BUF(COMMON(0x09), mac, 6U)
#define getVERSIONR() WIZCHIP_READ(VERSIONR)
#define getSn_SR(sn) WIZCHIP_READ(Sn_SR(sn))
#define getSn_TxMAX(sn) (((uint16_t)WIZCHIP_READ(Sn_TXBUF_SIZE(sn))) << 10)

uint16_t getSn_TX_FSR(uint8_t sn);
uint16_t getSn_RX_RSR(uint8_t sn);

typedef enum { NETINFO_STATIC = 1, NETINFO_DHCP } dhcp_mode;

typedef struct {
    uint8_t mac[6];
    uint8_t ip[4];
    uint8_t sn[4];
    uint8_t gw[4];
    uint8_t dns[4];
    dhcp_mode dhcp;
} wiz_NetInfo;

typedef enum { CW_RESET_WIZCHIP, CW_INIT_WIZCHIP } ctlwizchip_type;
typedef enum { CN_SET_NETINFO } ctlnetwork_type;

int8_t ctlwizchip(ctlwizchip_type type, void *argument);
int8_t ctlnetwork(ctlnetwork_type type, void *argument);

void reg_wizchip_cs_cbfunc(void (*select)(void), void (*deselect)(void));
void reg_wizchip_spi_cbfunc(uint8_t (*read)(void), void (*write)(uint8_t value));
void reg_wizchip_spiburst_cbfunc(void (*read)(uint8_t *into, uint16_t length), void (*write)(uint8_t *from, uint16_t length));

#endif
