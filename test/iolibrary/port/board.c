/*
 * The vendor's library on this board: it reaches the chip through the same port functions as generated firmware.
 */
#include <stddef.h>
#include <stdint.h>

#include "wizchip_conf.h"

#include "board.h"
#include "kw_clock.h"
#include "kw_config.h"
#include "kw_port.h"
#include "server_config.h"
#include "kw_timer.h"

static void chip_select(void)
{
    kw_port_select(true);
}

static void chip_deselect(void)
{
    kw_port_select(false);
}

static uint8_t read_byte(void)
{
    uint8_t value = 0;
    (void)kw_port_exchange(NULL, &value, 1U);
    return value;
}

static void write_byte(uint8_t value)
{
    (void)kw_port_exchange(&value, NULL, 1U);
}

static void read_burst(uint8_t *into, uint16_t length)
{
    (void)kw_port_exchange(NULL, into, length);
}

static void write_burst(uint8_t *from, uint16_t length)
{
    (void)kw_port_exchange(from, NULL, length);
}

static void wait_for_ticks(uint32_t count)
{
    while (count-- > 0U) {
        kw_port_wait();
    }
}

static void start_chip(void)
{
    static uint8_t buffers_kib[2][8] = {{2, 2, 2, 2, 2, 2, 2, 2}, {2, 2, 2, 2, 2, 2, 2, 2}};
    static wiz_NetInfo network = {
        .mac = {SERVER_MAC}, .ip = {SERVER_IP}, .sn = {SERVER_SUBNET}, .gw = {SERVER_GATEWAY}, .dhcp = NETINFO_STATIC};
    static wiz_NetTimeout timeout = {.retry_cnt = SERVER_RCR, .time_100us = SERVER_RTR};

    kw_port_reset(true);
    wait_for_ticks(KW_RESET_LOW_MS + 1U);
    kw_port_reset(false);
    wait_for_ticks(KW_RESET_READY_MS + 1U);

    reg_wizchip_cs_cbfunc(chip_select, chip_deselect);
    reg_wizchip_spi_cbfunc(read_byte, write_byte);
    reg_wizchip_spiburst_cbfunc(read_burst, write_burst);
    (void)ctlnetwork(CN_SET_NETINFO, &network);
    (void)ctlwizchip(CW_INIT_WIZCHIP, buffers_kib); /* resets the chip by MR, and keeps the addresses by itself */
    (void)ctlnetwork(CN_SET_TIMEOUT, &timeout);
}

void board_start(void)
{
    (void)kw_clock_init();
    kw_port_init();
    Timer_Configuration();
    NVIC_Configuration();
    start_chip();
}
