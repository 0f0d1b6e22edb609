/*
 * w5500-minimal: pins and SPI1 of the STM32F103C8, mode 0, 8 bits, MSB first, 18 MHz (PCLK / 4).
 */
#include "port.h"

#include <stddef.h>

#include "stm32f1.h"

#define CS_PIN (1UL << 4) /* PA4 */
#define RESET_PIN (1UL << 0) /* PB0 */
#define INTERRUPT_PIN (1UL << 1) /* PB1 */

/* A byte takes 8 SPI clocks, 32 cycles here: this many turns without it mean dead hardware. */
#define BYTE_TURNS 256U

void kw_port_init(void)
{
    KW_RCC->APB2ENR |= (1UL << 2) | (1UL << 3) | (1UL << 12);
    (void)KW_RCC->APB2ENR; /* read back: the clocks are on */

    /* PA4 CSn, PA5 SCK, PA6 MISO, PA7 MOSI */
    KW_GPIOA->BSRR = 0x00000050U;
    KW_GPIOA->CRL = (KW_GPIOA->CRL & ~0xFFFF0000U) | 0xB8B30000U;
    /* PB0 RSTn, PB1 INTn */
    KW_GPIOB->BSRR = 0x00000003U;
    KW_GPIOB->CRL = (KW_GPIOB->CRL & ~0x000000FFU) | 0x00000082U;

    KW_SPI1->CR1 = 0x0000034CU; /* SPE, SSM with SSI, BR = 1, MSTR */
}

void kw_port_reset(bool asserted)
{
    (void)KW_SPI1->DR;
    KW_GPIOB->BSRR = asserted ? RESET_PIN << 16 : RESET_PIN;
}

bool kw_port_interrupt(void)
{
    return (KW_GPIOB->IDR & INTERRUPT_PIN) == 0U;
}

void kw_port_select(bool selected)
{
    /* RXNE comes with the last sampling edge; BSY holds until the clock has come to rest. */
    for (uint32_t turns = BYTE_TURNS; turns > 0U && (KW_SPI1->SR & KW_SPI_SR_BSY) != 0U; turns--) {
    }
    KW_GPIOA->BSRR = selected ? CS_PIN << 16 : CS_PIN;
}

bool kw_port_exchange(uint8_t const *out, uint8_t *in, uint32_t length)
{
    for (uint32_t i = 0U; i < length; i++) {
        /* RXNE of the byte before was awaited, so TXE is set: store at once. */
        KW_SPI1->DR = (out != NULL) ? out[i] : 0U;
        uint32_t turns = BYTE_TURNS;
        while ((KW_SPI1->SR & KW_SPI_SR_RXNE) == 0U) {
            turns--;
            if (turns == 0U) {
                return false;
            }
        }
        uint8_t const received = (uint8_t)KW_SPI1->DR;
        if (in != NULL) {
            in[i] = received;
        }
    }
    return true;
}

void kw_port_wait(void)
{
    __asm volatile("wfi" ::: "memory");
}
