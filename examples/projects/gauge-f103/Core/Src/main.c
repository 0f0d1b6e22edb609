/* As STM32CubeMX generates it from gauge.ioc; ours is what stands between USER CODE BEGIN and END. */
#include "main.h"

/* USER CODE BEGIN Includes */
#include <stddef.h>
#include <stdint.h>

#include "wizchip_conf.h" /* WIZnet's ioLibrary */

#include "../keepwire/gauge/kw_watch.h"
/* USER CODE END Includes */

SPI_HandleTypeDef hspi1;

void SystemClock_Config(void);
static void MX_GPIO_Init(void);
static void MX_SPI1_Init(void);

/* USER CODE BEGIN 0 */
#define SPI_TIMEOUT_MS 20U
#define RESET_LOW_MS 2U
#define RESET_READY_MS 50U

/* Of app.c in Core/keepwire/gauge. */
void kw_app_poll(void);
void kw_app_ended(uint32_t sn, kw_end_reason_t reason);

static void chip_select(void)
{
  HAL_GPIO_WritePin(W5500_CS_GPIO_Port, W5500_CS_Pin, GPIO_PIN_RESET);
}

static void chip_deselect(void)
{
  HAL_GPIO_WritePin(W5500_CS_GPIO_Port, W5500_CS_Pin, GPIO_PIN_SET);
}

/* A transfer that fails leaves zeroes, which keepwire takes for a fault of the chip. */
static uint8_t read_byte(void)
{
  uint8_t byte = 0;

  (void)HAL_SPI_Receive(&hspi1, &byte, 1, SPI_TIMEOUT_MS);
  return byte;
}

static void write_byte(uint8_t byte)
{
  (void)HAL_SPI_Transmit(&hspi1, &byte, 1, SPI_TIMEOUT_MS);
}

static void read_burst(uint8_t *into, uint16_t length)
{
  (void)HAL_SPI_Receive(&hspi1, into, length, SPI_TIMEOUT_MS);
}

static void write_burst(uint8_t *from, uint16_t length)
{
  (void)HAL_SPI_Transmit(&hspi1, from, length, SPI_TIMEOUT_MS);
}

static void start_chip(void)
{
  /* 02: an address of your own, not one of WIZnet's */
  wiz_NetInfo net = {
    .mac = {0x02, 0x08, 0xDC, 0x01, 0x02, 0x03},
    .ip = {192, 168, 1, 20},
    .sn = {255, 255, 255, 0},
    .gw = {192, 168, 1, 1},
    .dhcp = NETINFO_STATIC,
  };

  HAL_GPIO_WritePin(W5500_RST_GPIO_Port, W5500_RST_Pin, GPIO_PIN_RESET);
  HAL_Delay(RESET_LOW_MS);
  HAL_GPIO_WritePin(W5500_RST_GPIO_Port, W5500_RST_Pin, GPIO_PIN_SET);
  HAL_Delay(RESET_READY_MS);
  reg_wizchip_cs_cbfunc(chip_select, chip_deselect);
  reg_wizchip_spi_cbfunc(read_byte, write_byte);
  reg_wizchip_spiburst_cbfunc(read_burst, write_burst);
  (void)ctlwizchip(CW_INIT_WIZCHIP, NULL);
  (void)ctlnetwork(CN_SET_NETINFO, &net);
}
/* USER CODE END 0 */

int main(void)
{
  HAL_Init();
  SystemClock_Config();
  MX_GPIO_Init();
  MX_SPI1_Init();
  /* USER CODE BEGIN 2 */
  start_chip();
  kw_watch_init(kw_app_ended);
  /* USER CODE END 2 */

  while (1)
  {
    /* USER CODE END WHILE */

    /* USER CODE BEGIN 3 */
    kw_app_poll();
    kw_watch_poll(HAL_GetTick());
  }
  /* USER CODE END 3 */
}

void SystemClock_Config(void)
{
  RCC_OscInitTypeDef RCC_OscInitStruct = {0};
  RCC_ClkInitTypeDef RCC_ClkInitStruct = {0};

  RCC_OscInitStruct.OscillatorType = RCC_OSCILLATORTYPE_HSE;
  RCC_OscInitStruct.HSEState = RCC_HSE_ON;
  RCC_OscInitStruct.PLL.PLLState = RCC_PLL_ON;
  RCC_OscInitStruct.PLL.PLLSource = RCC_PLLSOURCE_HSE;
  RCC_OscInitStruct.PLL.PLLMUL = RCC_PLL_MUL9;
  if (HAL_RCC_OscConfig(&RCC_OscInitStruct) != HAL_OK)
  {
    Error_Handler();
  }
  RCC_ClkInitStruct.ClockType = RCC_CLOCKTYPE_HCLK | RCC_CLOCKTYPE_SYSCLK | RCC_CLOCKTYPE_PCLK1 | RCC_CLOCKTYPE_PCLK2;
  RCC_ClkInitStruct.SYSCLKSource = RCC_SYSCLKSOURCE_PLLCLK;
  RCC_ClkInitStruct.AHBCLKDivider = RCC_SYSCLK_DIV1;
  RCC_ClkInitStruct.APB1CLKDivider = RCC_HCLK_DIV2;
  RCC_ClkInitStruct.APB2CLKDivider = RCC_HCLK_DIV1;
  if (HAL_RCC_ClockConfig(&RCC_ClkInitStruct, FLASH_LATENCY_2) != HAL_OK)
  {
    Error_Handler();
  }
}

static void MX_SPI1_Init(void)
{
  hspi1.Instance = SPI1;
  hspi1.Init.Mode = SPI_MODE_MASTER;
  hspi1.Init.Direction = SPI_DIRECTION_2LINES;
  hspi1.Init.DataSize = SPI_DATASIZE_8BIT;
  hspi1.Init.CLKPolarity = SPI_POLARITY_LOW;
  hspi1.Init.CLKPhase = SPI_PHASE_1EDGE;
  hspi1.Init.NSS = SPI_NSS_SOFT;
  hspi1.Init.BaudRatePrescaler = SPI_BAUDRATEPRESCALER_4;
  hspi1.Init.FirstBit = SPI_FIRSTBIT_MSB;
  hspi1.Init.TIMode = SPI_TIMODE_DISABLE;
  hspi1.Init.CRCCalculation = SPI_CRCCALCULATION_DISABLE;
  hspi1.Init.CRCPolynomial = 10;
  if (HAL_SPI_Init(&hspi1) != HAL_OK)
  {
    Error_Handler();
  }
}

static void MX_GPIO_Init(void)
{
  GPIO_InitTypeDef GPIO_InitStruct = {0};

  __HAL_RCC_GPIOD_CLK_ENABLE();
  __HAL_RCC_GPIOA_CLK_ENABLE();
  __HAL_RCC_GPIOB_CLK_ENABLE();

  HAL_GPIO_WritePin(W5500_CS_GPIO_Port, W5500_CS_Pin, GPIO_PIN_SET);
  HAL_GPIO_WritePin(W5500_RST_GPIO_Port, W5500_RST_Pin, GPIO_PIN_SET);

  GPIO_InitStruct.Pin = W5500_CS_Pin;
  GPIO_InitStruct.Mode = GPIO_MODE_OUTPUT_PP;
  GPIO_InitStruct.Pull = GPIO_NOPULL;
  GPIO_InitStruct.Speed = GPIO_SPEED_FREQ_LOW;
  HAL_GPIO_Init(W5500_CS_GPIO_Port, &GPIO_InitStruct);

  GPIO_InitStruct.Pin = W5500_RST_Pin;
  HAL_GPIO_Init(W5500_RST_GPIO_Port, &GPIO_InitStruct);
}

void Error_Handler(void)
{
  __disable_irq();
  while (1)
  {
  }
}
