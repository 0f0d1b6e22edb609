/* Only to be linked: nothing here is run. */
#include "hal.h"

GPIO_TypeDef test_gpio[4];
SPI_TypeDef test_spi;

HAL_StatusTypeDef HAL_Init(void)
{
    return HAL_OK;
}

uint32_t HAL_GetTick(void)
{
    return 0;
}

void HAL_Delay(uint32_t ms)
{
    (void)ms;
}

HAL_StatusTypeDef HAL_RCC_OscConfig(RCC_OscInitTypeDef *init)
{
    (void)init;
    return HAL_OK;
}

HAL_StatusTypeDef HAL_RCC_ClockConfig(RCC_ClkInitTypeDef *init, uint32_t latency)
{
    (void)init;
    (void)latency;
    return HAL_OK;
}

void HAL_GPIO_Init(GPIO_TypeDef *port, GPIO_InitTypeDef *init)
{
    (void)port;
    (void)init;
}

void HAL_GPIO_WritePin(GPIO_TypeDef *port, uint16_t pin, GPIO_PinState state)
{
    (void)port;
    (void)pin;
    (void)state;
}

GPIO_PinState HAL_GPIO_ReadPin(GPIO_TypeDef *port, uint16_t pin)
{
    (void)port;
    (void)pin;
    return GPIO_PIN_SET;
}

HAL_StatusTypeDef HAL_SPI_Init(SPI_HandleTypeDef *spi)
{
    (void)spi;
    return HAL_OK;
}

HAL_StatusTypeDef HAL_SPI_Abort(SPI_HandleTypeDef *spi)
{
    (void)spi;
    return HAL_OK;
}

HAL_StatusTypeDef HAL_SPI_Transmit(SPI_HandleTypeDef *spi, uint8_t *data, uint16_t size, uint32_t timeout)
{
    return HAL_SPI_TransmitReceive(spi, data, data, size, timeout);
}

HAL_StatusTypeDef HAL_SPI_Receive(SPI_HandleTypeDef *spi, uint8_t *data, uint16_t size, uint32_t timeout)
{
    return HAL_SPI_TransmitReceive(spi, data, data, size, timeout);
}

HAL_StatusTypeDef HAL_SPI_TransmitReceive(SPI_HandleTypeDef *spi, uint8_t *out, uint8_t *in, uint16_t size, uint32_t timeout)
{
    (void)spi;
    (void)out;
    (void)in;
    (void)size;
    (void)timeout;
    return HAL_OK;
}
