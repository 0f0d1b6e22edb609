/*
 * What an application has beside the sockets of keepwire, with a driver of its own for the W5500: a DHCP client on
 * socket 7 (RFC 2131, the first lease only), and an echo of UDP on socket 6.
 */
#include <string.h>

#include "kw_loop.h"
#include "kw_port.h"

#define WRITE 0x04U
#define REGISTERS(sn) ((uint8_t)(((uint32_t)(sn) << 5) | 0x08U))
#define TX(sn) ((uint8_t)(((uint32_t)(sn) << 5) | 0x10U))
#define RX(sn) ((uint8_t)(((uint32_t)(sn) << 5) | 0x18U))

#define SN_MR 0x00U
#define SN_CR 0x01U
#define SN_SR 0x03U
#define SN_PORT 0x04U
#define SN_DIPR 0x0CU
#define SN_TX_WR 0x24U
#define SN_RX_RSR 0x26U
#define SN_RX_RD 0x28U

#define OPEN 0x01U
#define SEND 0x20U
#define RECV 0x40U
#define UDP 0x22U

#define DHCP_SOCKET 7U
#define ECHO_SOCKET 6U
#define DHCP_SERVER 67U
#define DHCP_CLIENT 68U
#define ECHO_PORT 3000U

void kw_app_beside(void);

static uint8_t const mac[6] = { 0x02, 0x00, 0x00, 0x12, 0x34, 0x56 };
static uint8_t const magic[4] = { 99, 130, 83, 99 };
static uint8_t message[576];

static void frame(uint8_t control, uint16_t at, uint8_t const *out, uint8_t *in, uint16_t length)
{
    uint8_t const header[] = { (uint8_t)(at >> 8), (uint8_t)at, control };

    kw_port_select(true);
    (void)(kw_port_exchange(header, NULL, sizeof header) && kw_port_exchange(out, in, length));
    kw_port_select(false);
}

static uint8_t read8(uint8_t sn, uint16_t at)
{
    uint8_t value = 0U;

    frame(REGISTERS(sn), at, NULL, &value, 1U);
    return value;
}

static uint16_t read16(uint8_t sn, uint16_t at)
{
    uint8_t value[2] = { 0 };

    frame(REGISTERS(sn), at, NULL, value, sizeof value);
    return (uint16_t)((value[0] << 8) | value[1]);
}

static void write8(uint8_t sn, uint16_t at, uint8_t value)
{
    frame((uint8_t)(REGISTERS(sn) | WRITE), at, &value, NULL, 1U);
}

static void write16(uint8_t sn, uint16_t at, uint16_t value)
{
    uint8_t const bytes[] = { (uint8_t)(value >> 8), (uint8_t)value };

    frame((uint8_t)(REGISTERS(sn) | WRITE), at, bytes, NULL, sizeof bytes);
}

/* A bound for a chip that does not answer. */
static void command(uint8_t sn, uint8_t value)
{
    write8(sn, SN_CR, value);
    for (uint32_t turns = 100U; turns > 0U && read8(sn, SN_CR) != 0U; turns--) {
    }
}

/* True while the socket is open; opens it when it is not, as after a reset of the chip. */
static bool is_open(uint8_t sn, uint16_t port)
{
    if (read8(sn, SN_SR) == UDP) {
        return true;
    }
    write8(sn, SN_MR, 0x02U);
    write16(sn, SN_PORT, port);
    command(sn, OPEN);
    return false;
}

static void send_to(uint8_t sn, uint8_t const *to, uint8_t const *data, uint16_t length)
{
    uint16_t const begin = read16(sn, SN_TX_WR);

    frame((uint8_t)(REGISTERS(sn) | WRITE), SN_DIPR, to, NULL, 6U);
    frame((uint8_t)(TX(sn) | WRITE), begin, data, NULL, length);
    write16(sn, SN_TX_WR, (uint16_t)(begin + length));
    command(sn, SEND);
}

/* One datagram into `message`, its sender as in Sn_DIPR and Sn_DPORT; 0: there is none. */
static uint16_t receive(uint8_t sn, uint8_t *from)
{
    uint8_t header[8];

    if (read16(sn, SN_RX_RSR) < sizeof header) {
        return 0U;
    }
    uint16_t const begin = read16(sn, SN_RX_RD);
    frame(RX(sn), begin, NULL, header, sizeof header);
    uint16_t const length = (uint16_t)((header[6] << 8) | header[7]);
    uint16_t const taken = length < sizeof message ? length : (uint16_t)sizeof message;
    frame(RX(sn), (uint16_t)(begin + sizeof header), NULL, message, taken);
    write16(sn, SN_RX_RD, (uint16_t)(begin + sizeof header + length));
    command(sn, RECV);
    (void)memcpy(from, header, 6U);
    return taken;
}

static void say(uint8_t type, uint8_t const *ip, uint8_t const *server)
{
    static uint8_t const all[6] = { 255, 255, 255, 255, 0, DHCP_SERVER };
    uint8_t const options[] = { 53, 1, type, 50, 4, ip[0], ip[1], ip[2], ip[3],
        54, 4, server[0], server[1], server[2], server[3], 255 };
    uint8_t const first[] = { 53, 1, type, 255 };

    (void)memset(message, 0, 300U);
    message[0] = 1U; /* BOOTREQUEST, Ethernet, 6 bytes of address */
    message[1] = 1U;
    message[2] = 6U;
    message[7] = 0x2AU; /* xid */
    message[10] = 0x80U; /* the answer goes to all */
    (void)memcpy(&message[28], mac, sizeof mac);
    (void)memcpy(&message[236], magic, sizeof magic);
    if (type == 1U) {
        (void)memcpy(&message[240], first, sizeof first);
    } else {
        (void)memcpy(&message[240], options, sizeof options);
    }
    send_to(DHCP_SOCKET, all, message, 300U);
}

/* NULL: the message does not have it. */
static uint8_t const *option(uint8_t code, uint16_t length)
{
    for (uint16_t at = 240U; at + 1U < length && message[at] != 255U;) {
        if (message[at] == code) {
            return &message[at + 2U];
        }
        at = (uint16_t)(at + 2U + message[at + 1U]);
    }
    return NULL;
}

static void dhcp(void)
{
    static bool is_leased;
    static uint32_t said_ms;
    uint8_t from[6];

    if (!is_open(DHCP_SOCKET, DHCP_CLIENT) || is_leased) {
        return;
    }
    uint16_t const length = receive(DHCP_SOCKET, from);
    uint8_t const *const type = length == 0U ? NULL : option(53U, length);
    if (type == NULL) {
        if (said_ms == 0U || (uint32_t)(kw_port_ms() - said_ms) > 2000U) {
            said_ms = kw_port_ms();
            say(1U, mac, mac); /* DISCOVER */
        }
    } else if (*type == 2U) { /* OFFER */
        uint8_t ip[4];
        (void)memcpy(ip, &message[16], sizeof ip);
        (void)memcpy(from, option(54U, length), 4U);
        say(3U, ip, from); /* REQUEST */
    } else if (*type == 5U) { /* ACK */
        kw_network_t network = { .mac = { 0 } };
        (void)memcpy(network.mac, mac, sizeof mac);
        (void)memcpy(network.ip, &message[16], 4U);
        (void)memcpy(network.subnet, option(1U, length), 4U);
        (void)memcpy(network.gateway, option(3U, length), 4U);
        is_leased = true;
        kw_loop_set_network(&network);
    } else {
        said_ms = 0U;
    }
}

static void echo(void)
{
    uint8_t from[6];

    if (is_open(ECHO_SOCKET, ECHO_PORT)) {
        uint16_t const length = receive(ECHO_SOCKET, from);
        if (length > 0U) {
            send_to(ECHO_SOCKET, from, message, length);
        }
    }
}

void kw_app_beside(void)
{
    if (kw_loop_is_ready()) {
        dhcp();
        echo();
    }
}
