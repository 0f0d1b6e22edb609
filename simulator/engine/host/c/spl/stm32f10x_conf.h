#ifndef STM32F10X_CONF_H
#define STM32F10X_CONF_H

#include "misc.h"
#include "stm32f10x_gpio.h"
#include "stm32f10x_rcc.h"
#include "stm32f10x_spi.h"
#include "stm32f10x_tim.h"

#endif
