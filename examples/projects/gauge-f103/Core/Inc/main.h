/* As STM32CubeMX generates it from gauge.ioc. */
#ifndef MAIN_H
#define MAIN_H

#include "stm32f1xx_hal.h"

void Error_Handler(void);

#define W5500_CS_Pin GPIO_PIN_4
#define W5500_CS_GPIO_Port GPIOA
#define W5500_RST_Pin GPIO_PIN_0
#define W5500_RST_GPIO_Port GPIOB

#endif
