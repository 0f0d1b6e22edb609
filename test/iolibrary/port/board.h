/* The board under the vendor's library. */
#ifndef BOARD_H
#define BOARD_H

/* Starts clock, SPI and tick; resets the chip and gives it its addresses and buffers. */
void board_start(void);

#endif
