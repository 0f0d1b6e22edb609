/*
 * w5500-minimal: the W5500's registers and socket commands. Knows nothing of what the sockets are used for.
 *
 * A socket number is below KW_SOCKET_COUNT. Functions do not report errors one by one: a byte that SPI does not move,
 * a command that is not accepted and a value that cannot be make kw_chip_failed true, until kw_chip_start.
 */
#ifndef KW_W5500_H
#define KW_W5500_H

#include <stdbool.h>
#include <stdint.h>

/* Sn_IR */
#define KW_IR_DISCON 0x02U
#define KW_IR_RECV 0x04U
#define KW_IR_TIMEOUT 0x08U
#define KW_IR_SENDOK 0x10U

/* Sn_CR */
#define KW_CR_OPEN 0x01U
#define KW_CR_LISTEN 0x02U
#define KW_CR_DISCON 0x08U
#define KW_CR_SEND 0x20U
#define KW_CR_SEND_KEEP 0x22U
#define KW_CR_RECV 0x40U

/* Sn_SR: the states that need the host; all others pass by themselves */
#define KW_SR_CLOSED 0x00U
#define KW_SR_INIT 0x13U
#define KW_SR_ESTABLISHED 0x17U
#define KW_SR_CLOSE_WAIT 0x1CU

/* Socket registers that are read two bytes at a time */
typedef enum {
    KW_SN_IR_SR = 0x02,  /* Sn_IR and Sn_SR, one byte each */
    KW_SN_TX_FSR = 0x20, /* a size: free bytes to send into */
    KW_SN_TX_RD = 0x22,  /* how far the chip has sent */
    KW_SN_TX_WR = 0x24,  /* how far the host has written */
    KW_SN_RX_RSR = 0x26, /* a size: bytes received */
    KW_SN_RX_RD = 0x28   /* how far the host has read */
} kw_sn_register_t;

/* Checks VERSIONR and writes addresses, time-outs and buffer sizes. False: this is not a W5500, or it is dead. */
bool kw_chip_start(void);

/* True once an access failed, until kw_chip_start. */
bool kw_chip_failed(void);

/* Bit n is set while socket n has an event. */
uint32_t kw_chip_pending(void);

/* Sn_SR */
uint8_t kw_chip_state(uint32_t sn);

/* Returns Sn_IR, the events, and stores Sn_SR in `sr`; of a closed socket, the events that closed it as well. */
uint8_t kw_chip_read_events(uint32_t sn, uint8_t *sr);

/* Clears these events. */
void kw_chip_clear_events(uint32_t sn, uint8_t events);

/* Writes Sn_CR and waits, within a bound, until the chip has accepted the command. */
void kw_chip_command(uint32_t sn, uint8_t command);

/* Opens a closed socket for TCP: it comes to KW_SR_INIT, and waits there for KW_CR_LISTEN. */
void kw_chip_open(uint32_t sn, uint16_t port);

uint16_t kw_chip_read16(uint32_t sn, kw_sn_register_t reg);

/* A size moves by itself, between its two bytes too: believes two equal reads only, and returns 0 without them. */
uint16_t kw_chip_read_size(uint32_t sn, kw_sn_register_t reg);

/* Takes `length` received bytes from `rx_rd` on and gives their room back to the peer. */
void kw_chip_receive(uint32_t sn, uint16_t rx_rd, uint8_t *data, uint32_t length);

/* Writes `length` bytes from `tx_wr` on and sends them. */
void kw_chip_send(uint32_t sn, uint16_t tx_wr, uint8_t const *data, uint32_t length);

#endif
