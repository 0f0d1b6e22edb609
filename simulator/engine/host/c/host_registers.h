/*
 * The memory that stands in for the microcontroller's register blocks. Offsets inside a block are those of the
 * reference manual; the blocks themselves lie close together. The simulator gives the words their side effects.
 */
#ifndef KW_HOST_REGISTERS_H
#define KW_HOST_REGISTERS_H

#include <stdint.h>

#define KW_HOST_BLOCK_BYTES 0x80U

typedef struct {
    uint32_t volatile tim[6][KW_HOST_BLOCK_BYTES / 4U]; /* TIM2 ... TIM7 */
    uint32_t volatile rcc[KW_HOST_BLOCK_BYTES / 4U];
    uint32_t volatile scb[KW_HOST_BLOCK_BYTES / 4U];
    uint32_t volatile flash[KW_HOST_BLOCK_BYTES / 4U];
    uint32_t volatile afio[KW_HOST_BLOCK_BYTES / 4U];
    uint32_t volatile gpio[7][KW_HOST_BLOCK_BYTES / 4U]; /* A ... G */
    uint32_t volatile spi[3][KW_HOST_BLOCK_BYTES / 4U];  /* SPI1 ... SPI3 */
    uint32_t volatile nvic[0x400U / 4U];                 /* from ISER0 */
} kw_host_registers_t;

extern kw_host_registers_t kw_host_registers;

#endif
