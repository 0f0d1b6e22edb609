/*
 * traced: marks that wait for USART1 in a ring. The loop alone fills and empties it.
 */
#include "kw_trace.h"

#include "kw_port.h"

#define RING_BYTES 256U /* a power of two: positions run freely and wrap with their type */

#define LINE_BYTES 13U /* around what happened: a number of up to ten digits, a space, line end */
#define NOTE_BYTES 22U /* "! 4294967295 dropped" and its line end */

static char ring[RING_BYTES];
static uint32_t filled; /* bytes put into the ring, and taken out of it, since the start */
static uint32_t emptied;
static uint32_t dropped; /* lines, since one last fitted */

static void put(char const *text, uint32_t length)
{
    for (uint32_t i = 0U; i < length; i++) {
        ring[filled % RING_BYTES] = text[i];
        filled++;
    }
}

static uint32_t length_of(char const *text)
{
    uint32_t length = 0U;

    while (text[length] != '\0') {
        length++;
    }
    return length;
}

static void put_number(uint32_t number)
{
    char digits[10];
    uint32_t first = sizeof digits;

    do {
        first--;
        digits[first] = (char)('0' + number % 10U);
        number /= 10U;
    } while (number > 0U);
    put(&digits[first], sizeof digits - first);
}

void kw_trace(uint32_t sn, char const *what)
{
    uint32_t const length = length_of(what);
    uint32_t const room = RING_BYTES - (filled - emptied);

    if (room < LINE_BYTES + length + (dropped > 0U ? NOTE_BYTES : 0U)) {
        dropped++;
        return;
    }
    if (dropped > 0U) {
        put("! ", 2U);
        put_number(dropped);
        put(" dropped\r\n", 10U);
        dropped = 0U;
    }
    put_number(sn);
    put(" ", 1U);
    put(what, length);
    put("\r\n", 2U);
}

static char const *const end_lines[] = {
    [KW_END_PEER_CLOSED] = "ended: peer closed",
    [KW_END_RESET] = "ended: reset",
    [KW_END_PROBE_TIMEOUT] = "ended: probe timeout",
    [KW_END_SEND_TIMEOUT] = "ended: send timeout",
    [KW_END_CHIP_FAULT] = "ended: chip fault",
};

void kw_trace_ended(uint32_t sn, kw_end_reason_t reason)
{
    kw_trace(sn, end_lines[reason]);
}

void kw_trace_poll(void)
{
    /* Data register and shift register hold a byte each: more than two never go at once. */
    for (uint32_t i = 0U; i < 2U && emptied != filled; i++) {
        if (!kw_port_trace((uint8_t)ring[emptied % RING_BYTES])) {
            return;
        }
        emptied++;
    }
}
