/* SPDX-License-Identifier: 0BSD */

/* Lines from clients: "led on" and "led off" switch the LED, "led?" asks for it. Each line has an answer. */
#include <stdbool.h>
#include <stdint.h>

#include "kw_config.h"
#include "kw_loop.h"

/* A line without its end; of a longer one the end is dropped, and it is none that is known. */
#define LINE_BYTES 8U
#define LONGEST_ANSWER 6U

typedef struct {
    uint8_t text[LINE_BYTES];
    uint32_t length;
} line_t;

static line_t lines[KW_SOCKET_COUNT];
static bool is_on;

void panel_led(bool on);

/** Switches the LED. main.c has it, where the pins are set up; the simulator has none. */
__attribute__((weak)) void panel_led(bool on)
{
    (void)on;
}

static bool is(line_t const *line, char const *word)
{
    uint32_t i = 0U;

    while (i < line->length && word[i] != '\0' && line->text[i] == (uint8_t)word[i]) {
        i++;
    }
    return i == line->length && word[i] == '\0';
}

static void answer(uint32_t sn, char const *text)
{
    uint16_t length = 0U;

    while (text[length] != '\0') {
        length++;
    }
    (void)kw_socket_send(sn, (uint8_t const *)text, length); /* there is room: kw_app_received has asked */
}

static void switch_led(bool on)
{
    is_on = on;
    panel_led(on);
}

static void obey(uint32_t sn, line_t const *line)
{
    if (is(line, "led on")) {
        switch_led(true);
        answer(sn, "ok\n");
    } else if (is(line, "led off")) {
        switch_led(false);
        answer(sn, "ok\n");
    } else if (is(line, "led?")) {
        answer(sn, is_on ? "on\n" : "off\n");
    } else {
        answer(sn, "what?\n");
    }
}

static void take(uint32_t sn, uint8_t byte)
{
    line_t *const line = &lines[sn];

    if (byte == (uint8_t)'\n') {
        obey(sn, line);
        line->length = 0U;
    } else if (line->length < LINE_BYTES) {
        line->text[line->length] = byte;
        line->length++;
    }
}

void kw_app_connected(uint32_t sn)
{
    lines[sn].length = 0U;
}

/* What there is no room for an answer to stays in the chip, and is offered again. */
void kw_app_received(uint32_t sn, uint16_t waiting)
{
    uint8_t byte;

    while (waiting > 0U && kw_socket_room(sn) >= LONGEST_ANSWER && kw_socket_receive(sn, &byte, 1U) > 0U) {
        waiting--;
        take(sn, byte);
    }
    kw_socket_more(sn, waiting > 0U);
}

void kw_app_ended(uint32_t sn, kw_end_reason_t reason)
{
    (void)sn;
    (void)reason;
}

void kw_app_fault(kw_fault_t fault)
{
    (void)fault;
}
