/*
 * What applications have beside the sockets that keepwire serves, all of it the vendor's: a DHCP client on socket 0, an
 * echo of UDP on 1, an HTTP server on 4 and 5. Keepwire's echo has the sockets 2 and 3.
 */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "dhcp.h"
#include "httpServer.h"
#include "loopback.h"

#include "kw_loop.h"

void kw_app_tick(void);
void kw_app_beside(void);
void *malloc(size_t size);
int printf(char const *format, ...);

static uint8_t datagram[DATA_BUF_SIZE];
static uint8_t message[548];
static uint8_t http_buffers[2][DATA_BUF_SIZE + 1];

/* The HTTP server keeps the names of its pages; there is one. */
void *malloc(size_t size)
{
    static uint8_t name[16];
    return size <= sizeof name ? name : NULL;
}

/* It prints in functions that nobody calls here. */
int printf(char const *format, ...)
{
    (void)format;
    return 0;
}

void kw_app_tick(void)
{
    static uint32_t ticks;

    ticks++;
    if (ticks == 1000U) {
        ticks = 0U;
        DHCP_time_handler();
        httpServer_time_handler();
    }
}

static void take_lease(void)
{
    static kw_network_t leased;
    kw_network_t network = { .mac = { 0x00, 0x08, 0xDC, 0x01, 0x02, 0x03 } };

    getIPfromDHCP(network.ip);
    getSNfromDHCP(network.subnet);
    getGWfromDHCP(network.gateway);
    if (memcmp(&leased, &network, sizeof leased) != 0) { /* not for a renewal: the connections go on */
        leased = network;
        kw_loop_set_network(&network);
    }
}

static void start(void)
{
    static uint8_t sockets[] = { 4, 5 };
    static uint8_t name[] = "index.html";
    static uint8_t page[] = "<p>beside</p>";

    DHCP_init(0, message);
    reg_dhcp_cbfunc(take_lease, take_lease, NULL);
    httpServer_init(http_buffers[0], http_buffers[1], sizeof sockets, sockets);
    reg_httpServer_webContent(name, page);
}

void kw_app_beside(void)
{
    static uint8_t is_started;

    if (!kw_loop_is_ready()) {
        return;
    }
    if (!is_started) {
        is_started = 1U;
        start();
    }
    if (DHCP_run() != DHCP_IP_LEASED) {
        return;
    }
    (void)loopback_udps(1, datagram, 3000);
    httpServer_run(0);
    httpServer_run(1);
}
