/*
 * What applications have beside the sockets that are watched, all of it the vendor's: a DHCP client on socket 0, an echo
 * of UDP on 1, an HTTP server on 4 and 5. Its loop-back server of TCP has the watched sockets 2, 3 and 6.
 */
#include <stddef.h>
#include <stdint.h>

#include "dhcp.h"
#include "httpServer.h"
#include "loopback.h"

#include "kw_config.h"
#include "kw_watch.h"

void kw_app_tick(void);
void kw_app_poll(void);
void kw_app_ended(uint32_t sn, kw_end_reason_t reason);
void *malloc(size_t size);
int printf(char const *format, ...);

static uint8_t const numbers[] = { KW_SOCKET_NUMBERS };
static uint8_t buffer[DATA_BUF_SIZE];
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

static void start(void)
{
    static uint8_t sockets[] = { 4, 5 };
    static uint8_t name[] = "index.html";
    static uint8_t page[] = "<p>beside</p>";

    DHCP_init(0, message);
    httpServer_init(http_buffers[0], http_buffers[1], sizeof sockets, sockets);
    reg_httpServer_webContent(name, page);
}

void kw_app_poll(void)
{
    static uint8_t is_started;

    if (!is_started) {
        is_started = 1U;
        start();
    }
    if (DHCP_run() != DHCP_IP_LEASED) {
        return;
    }
    (void)loopback_udps(1, buffer, 3000);
    httpServer_run(0);
    httpServer_run(1);
    for (uint8_t i = 0; i < KW_SOCKET_COUNT; i++) {
        (void)loopback_tcps(numbers[i], buffer, numbers[i] == 6U ? 5001 : 5000);
    }
}

void kw_app_ended(uint32_t sn, kw_end_reason_t reason)
{
    (void)sn;
    (void)reason;
}
