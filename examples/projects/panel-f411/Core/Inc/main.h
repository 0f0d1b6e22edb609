/* As STM32CubeMX generates it from panel.ioc. */
#ifndef MAIN_H
#define MAIN_H

#include "stm32f4xx_hal.h"

void Error_Handler(void);

#define LED_Pin GPIO_PIN_13
#define LED_GPIO_Port GPIOC
#define W5500_INT_Pin GPIO_PIN_2
#define W5500_INT_GPIO_Port GPIOA
#define W5500_RST_Pin GPIO_PIN_3
#define W5500_RST_GPIO_Port GPIOA
#define W5500_CS_Pin GPIO_PIN_4
#define W5500_CS_GPIO_Port GPIOA

#endif
