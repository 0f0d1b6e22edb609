/* SPDX-License-Identifier: 0BSD */

/*
 * custom: the board's side of the W5500.
 *
 * This file is yours: keepwire wrote it once and does not change it again. kw_port.h says what each function must do.
 * Write their bodies, and remove the next line.
 */
#error "kw_port.c: write the bodies of these functions for your board"

#include "kw_port.h"

#include <stddef.h>

void kw_port_init(void)
{
    /* CSn and RSTn high; SPI on, mode 0, 8 bits, MSB first, at most 33.3 MHz, unless it is so already */
}

uint32_t kw_port_ms(void)
{
    return 0U; /* HAL_GetTick(), millis(), or a counter of yours */
}

void kw_port_reset(bool asserted)
{
    (void)asserted; /* true: RSTn low; false: RSTn high; and empty the SPI's receive register */
}

bool kw_port_interrupt(void)
{
    return false; /* true while INTn is low */
}

void kw_port_select(bool selected)
{
    (void)selected; /* true: CSn low; false: wait until the last clock has ended, then CSn high */
}

bool kw_port_exchange(uint8_t const *out, uint8_t *in, uint32_t length)
{
    for (uint32_t i = 0U; i < length; i++) {
        uint8_t const sent = (out != NULL) ? out[i] : 0U;
        uint8_t const received = sent; /* move one byte; return false if the SPI does not finish it in time */
        if (in != NULL) {
            in[i] = received;
        }
    }
    return true;
}
