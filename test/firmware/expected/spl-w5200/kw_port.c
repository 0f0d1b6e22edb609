/*
 * spl-w5200: pins and SPI1 with the Standard Peripheral Library: mode 0, 8 bits, MSB first, 18 MHz.
 */
#include "kw_port.h"

#include <stddef.h>

#include "stm32f10x.h"
#include "stm32f10x_gpio.h"
#include "stm32f10x_rcc.h"
#include "stm32f10x_spi.h"

#define CS_PIN ((uint16_t)(1U << 4)) /* PA4 */
#define RESET_PIN ((uint16_t)(1U << 11)) /* PF11 */
#define INTERRUPT_PIN ((uint16_t)(1U << 3)) /* PB3 */
#define SCK_PIN ((uint16_t)(1U << 5)) /* PA5 */
#define MISO_PIN ((uint16_t)(1U << 6)) /* PA6 */
#define MOSI_PIN ((uint16_t)(1U << 7)) /* PA7 */

/* A byte takes 8 SPI clocks, 32 cycles here: this many turns without it mean dead hardware. */
#define BYTE_TURNS 256U

static void configure(GPIO_TypeDef *port, uint16_t pin, GPIOMode_TypeDef mode, GPIOSpeed_TypeDef speed)
{
    GPIO_InitTypeDef GPIO_InitStructure;

    GPIO_InitStructure.GPIO_Pin = pin;
    GPIO_InitStructure.GPIO_Speed = speed;
    GPIO_InitStructure.GPIO_Mode = mode;
    GPIO_Init(port, &GPIO_InitStructure);
}

void kw_port_init(void)
{
    SPI_InitTypeDef SPI_InitStructure;

    RCC_APB2PeriphClockCmd(RCC_APB2Periph_AFIO, ENABLE);
    RCC_APB2PeriphClockCmd(RCC_APB2Periph_GPIOA, ENABLE);
    RCC_APB2PeriphClockCmd(RCC_APB2Periph_GPIOB, ENABLE);
    RCC_APB2PeriphClockCmd(RCC_APB2Periph_GPIOF, ENABLE);
    RCC_APB2PeriphClockCmd(RCC_APB2Periph_SPI1, ENABLE);
    GPIO_PinRemapConfig(GPIO_Remap_SWJ_JTAGDisable, ENABLE); /* JTAG off: PA15, PB3 and PB4 are free, SWD stays */

    GPIO_SetBits(GPIOA, CS_PIN); /* high before they become outputs */
    GPIO_SetBits(GPIOF, RESET_PIN);
    configure(GPIOA, CS_PIN, GPIO_Mode_Out_PP, GPIO_Speed_50MHz);
    configure(GPIOF, RESET_PIN, GPIO_Mode_Out_PP, GPIO_Speed_2MHz);
    configure(GPIOB, INTERRUPT_PIN, GPIO_Mode_IPU, GPIO_Speed_2MHz);
    configure(GPIOA, SCK_PIN, GPIO_Mode_AF_PP, GPIO_Speed_50MHz);
    configure(GPIOA, MISO_PIN, GPIO_Mode_IPU, GPIO_Speed_2MHz);
    configure(GPIOA, MOSI_PIN, GPIO_Mode_AF_PP, GPIO_Speed_50MHz);

    SPI_InitStructure.SPI_Direction = SPI_Direction_2Lines_FullDuplex;
    SPI_InitStructure.SPI_Mode = SPI_Mode_Master;
    SPI_InitStructure.SPI_DataSize = SPI_DataSize_8b;
    SPI_InitStructure.SPI_CPOL = SPI_CPOL_Low;
    SPI_InitStructure.SPI_CPHA = SPI_CPHA_1Edge;
    SPI_InitStructure.SPI_NSS = SPI_NSS_Soft;
    SPI_InitStructure.SPI_BaudRatePrescaler = SPI_BaudRatePrescaler_4;
    SPI_InitStructure.SPI_FirstBit = SPI_FirstBit_MSB;
    SPI_InitStructure.SPI_CRCPolynomial = 7;
    SPI_Init(SPI1, &SPI_InitStructure);
    SPI_Cmd(SPI1, ENABLE);
}

void kw_port_reset(bool asserted)
{
    (void)SPI_I2S_ReceiveData(SPI1);
    if (asserted) {
        GPIO_ResetBits(GPIOF, RESET_PIN);
    } else {
        GPIO_SetBits(GPIOF, RESET_PIN);
    }
}

bool kw_port_interrupt(void)
{
    return GPIO_ReadInputDataBit(GPIOB, INTERRUPT_PIN) == 0U;
}

void kw_port_select(bool selected)
{
    /* RXNE comes with the last sampling edge; BSY holds until the clock has come to rest. */
    uint32_t turns = BYTE_TURNS;
    while (turns > 0U && SPI_I2S_GetFlagStatus(SPI1, SPI_I2S_FLAG_BSY) != RESET) {
        turns--;
    }
    if (selected) {
        GPIO_ResetBits(GPIOA, CS_PIN);
    } else {
        GPIO_SetBits(GPIOA, CS_PIN);
    }
}

bool kw_port_exchange(uint8_t const *out, uint8_t *in, uint32_t length)
{
    for (uint32_t i = 0U; i < length; i++) {
        /* RXNE of the byte before was awaited, so TXE is set: store at once. */
        SPI_I2S_SendData(SPI1, (out != NULL) ? out[i] : 0U);
        uint32_t turns = BYTE_TURNS;
        while (SPI_I2S_GetFlagStatus(SPI1, SPI_I2S_FLAG_RXNE) == RESET) {
            turns--;
            if (turns == 0U) {
                return false;
            }
        }
        uint8_t const received = (uint8_t)SPI_I2S_ReceiveData(SPI1);
        if (in != NULL) {
            in[i] = received;
        }
    }
    return true;
}

void kw_port_wait(void)
{
    __WFI();
}
