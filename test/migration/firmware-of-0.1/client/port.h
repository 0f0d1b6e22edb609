/*
 * client: the board's side of the W5200. The layers above reach the hardware through these functions only.
 */
#ifndef KW_PORT_H
#define KW_PORT_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Sets up the pins and SPI1. CSn and RSTn are high afterwards. */
void kw_port_init(void);

/* RSTn (PB0) is low while asserted. Drops a byte that an earlier, failed exchange may have left behind. */
void kw_port_reset(bool asserted);

/* True while the chip asserts INTn (PB1 low). */
bool kw_port_interrupt(void);

/* CSn (PA4) is low while selected. It rises only after the last clock. */
void kw_port_select(bool selected);

/*
 * Moves `length` bytes both ways. Zeros go out where `out` is null; what comes in is dropped where `in` is null.
 * False, at once, when the SPI does not move a byte within its bound.
 */
bool kw_port_exchange(uint8_t const *out, uint8_t *in, uint32_t length);

/* Sleeps until the next interrupt, at the latest the next tick. */
void kw_port_wait(void);

#ifdef __cplusplus
}
#endif

#endif
