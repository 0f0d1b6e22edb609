#ifndef MAIN_H
#define MAIN_H

#include "stm32g4xx_hal.h"

#define CS_Pin GPIO_PIN_15
#define CS_GPIO_Port GPIOA
#define RST_Pin GPIO_PIN_2
#define RST_GPIO_Port GPIOD
#define INT_Pin GPIO_PIN_7
#define INT_GPIO_Port GPIOB

/* USER CODE BEGIN Private defines */
#define SD_CS_Pin GPIO_PIN_12
#define SD_CS_GPIO_Port GPIOB
/* USER CODE END Private defines */

#endif
