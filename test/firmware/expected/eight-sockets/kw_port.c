/*
 * eight-sockets: pins and SPI2 of the STM32F103RB, mode 0, 8 bits, MSB first, 18 MHz (PCLK / 2).
 */
#include "kw_port.h"

#include <stddef.h>

#include "kw_stm32f1.h"

#define CS_PIN (1UL << 12) /* PB12 */
#define RESET_PIN (1UL << 9) /* PB9 */
#define INTERRUPT_PIN (1UL << 6) /* PC6 */

/* A byte takes 8 SPI clocks, 32 cycles here: this many turns without it mean dead hardware. */
#define BYTE_TURNS 256U

void kw_port_init(void)
{
    KW_RCC->APB2ENR |= (1UL << 3) | (1UL << 4);
    KW_RCC->APB1ENR |= 1UL << 14;
    (void)KW_RCC->APB1ENR; /* read back: the clocks are on */

    /* PB12 CSn, PB9 RSTn, PB13 SCK, PB14 MISO, PB15 MOSI */
    KW_GPIOB->BSRR = 0x00005200U;
    KW_GPIOB->CRH = (KW_GPIOB->CRH & ~0xFFFF00F0U) | 0xB8B30020U;
    /* PC6 INTn */
    KW_GPIOC->BSRR = 0x00000040U;
    KW_GPIOC->CRL = (KW_GPIOC->CRL & ~0x0F000000U) | 0x08000000U;

    KW_SPI2->CR1 = 0x00000344U; /* SPE, SSM with SSI, BR = 0, MSTR */
}

void kw_port_reset(bool asserted)
{
    (void)KW_SPI2->DR;
    KW_GPIOB->BSRR = asserted ? RESET_PIN << 16 : RESET_PIN;
}

bool kw_port_interrupt(void)
{
    return (KW_GPIOC->IDR & INTERRUPT_PIN) == 0U;
}

void kw_port_select(bool selected)
{
    /* RXNE comes with the last sampling edge; BSY holds until the clock has come to rest. */
    for (uint32_t turns = BYTE_TURNS; turns > 0U && (KW_SPI2->SR & KW_SPI_SR_BSY) != 0U; turns--) {
    }
    KW_GPIOB->BSRR = selected ? CS_PIN << 16 : CS_PIN;
}

bool kw_port_exchange(uint8_t const *out, uint8_t *in, uint32_t length)
{
    for (uint32_t i = 0U; i < length; i++) {
        /* RXNE of the byte before was awaited, so TXE is set: store at once. */
        KW_SPI2->DR = (out != NULL) ? out[i] : 0U;
        uint32_t turns = BYTE_TURNS;
        while ((KW_SPI2->SR & KW_SPI_SR_RXNE) == 0U) {
            turns--;
            if (turns == 0U) {
                return false;
            }
        }
        uint8_t const received = (uint8_t)KW_SPI2->DR;
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
