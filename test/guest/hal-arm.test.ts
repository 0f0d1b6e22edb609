/** ST's own HAL of the F1, unmodified, below the firmware for a project on HAL: it runs on the arm engine. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Plan } from '../../contract/plan.ts';
import type { Failure } from '../../contract/promises.ts';
import { benchFiles } from '../../generator/emit/bench.ts';
import { render } from '../../generator/emit/render.ts';
import { farSideOf } from '../../generator/methods/far-side.ts';
import { type FirmwareImage, loadElf } from '../../simulator/engine/arm/elf.ts';
import { createArmEngine } from '../../simulator/engine/arm/engine.ts';
import { type RunInput, runScenario } from '../../simulator/run-scenario.ts';
import { BUILT_IN } from '../../simulator/scenario/builtin.ts';
import type { Scenario } from '../../simulator/scenario/format/scenario.generated.ts';
import { elfOf } from '../arm-elf.ts';
import { skipSuite } from '../skip-suite.ts';
import { FAILURES, METHODS, NOT_EVERYWHERE, rowOf, scenarioOf } from '../ways/methods.ts';
import { BRISK, planOfText } from '../whole/firmware.ts';
import { builtIn } from '../whole/play.ts';
import { isFew, isWhole } from '../whole/share.ts';
import { foldersOf, HAL, WHY_SKIPPED } from './families.ts';
import { guest } from './specs.ts';

const MAIN_H = `#ifndef MAIN_H
#define MAIN_H
#include "stm32f1xx_hal.h"
#define W5500_CS_Pin GPIO_PIN_4
#define W5500_CS_GPIO_Port GPIOA
#define W5500_RST_Pin GPIO_PIN_0
#define W5500_RST_GPIO_Port GPIOB
#endif
`;

/** As CubeMX writes it: 72 MHz from a crystal of 8 MHz, SPI1 as master at 18 MHz, and SysTick as HAL's time base. */
const MAIN_C = `#include "main.h"

#include "kw_loop.h"
#include "kw_timer.h"

SPI_HandleTypeDef hspi1;

/* system_stm32f1xx.c */
uint32_t SystemCoreClock = 8000000U;
uint8_t const AHBPrescTable[16] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 6, 7, 8, 9};
uint8_t const APBPrescTable[8] = {0, 0, 0, 0, 1, 2, 3, 4};

void SysTick_Handler(void);
void SysTick_Handler(void)
{
    HAL_IncTick();
}

/* The board's start-up code has a vector for a timer that nothing starts. */
void Timer2_ISR(void)
{
}

static void require(bool right)
{
    while (!right) {
    }
}

static void clock_init(void)
{
    RCC_OscInitTypeDef oscillator = {0};
    RCC_ClkInitTypeDef clocks = {0};

    oscillator.OscillatorType = RCC_OSCILLATORTYPE_HSE;
    oscillator.HSEState = RCC_HSE_ON;
    oscillator.PLL.PLLState = RCC_PLL_ON;
    oscillator.PLL.PLLSource = RCC_PLLSOURCE_HSE;
    oscillator.PLL.PLLMUL = RCC_PLL_MUL9;
    require(HAL_RCC_OscConfig(&oscillator) == HAL_OK);
    clocks.ClockType = RCC_CLOCKTYPE_HCLK | RCC_CLOCKTYPE_SYSCLK | RCC_CLOCKTYPE_PCLK1 | RCC_CLOCKTYPE_PCLK2;
    clocks.SYSCLKSource = RCC_SYSCLKSOURCE_PLLCLK;
    clocks.AHBCLKDivider = RCC_SYSCLK_DIV1;
    clocks.APB1CLKDivider = RCC_HCLK_DIV2;
    clocks.APB2CLKDivider = RCC_HCLK_DIV1;
    require(HAL_RCC_ClockConfig(&clocks, FLASH_LATENCY_2) == HAL_OK);
}

static void pin_init(GPIO_TypeDef *port, uint32_t pin, uint32_t mode, uint32_t pull)
{
    GPIO_InitTypeDef init = {0};

    init.Pin = pin;
    init.Mode = mode;
    init.Pull = pull;
    init.Speed = GPIO_SPEED_FREQ_HIGH;
    HAL_GPIO_Init(port, &init);
}

static void board_init(void)
{
    __HAL_RCC_GPIOA_CLK_ENABLE();
    __HAL_RCC_GPIOB_CLK_ENABLE();
    __HAL_RCC_SPI1_CLK_ENABLE();
    HAL_GPIO_WritePin(GPIOA, GPIO_PIN_4, GPIO_PIN_SET);
    HAL_GPIO_WritePin(GPIOB, GPIO_PIN_0, GPIO_PIN_SET);
    pin_init(GPIOA, GPIO_PIN_4, GPIO_MODE_OUTPUT_PP, GPIO_NOPULL);
    pin_init(GPIOB, GPIO_PIN_0, GPIO_MODE_OUTPUT_PP, GPIO_NOPULL);
    pin_init(GPIOB, GPIO_PIN_1, GPIO_MODE_INPUT, GPIO_PULLUP);
    pin_init(GPIOA, GPIO_PIN_5 | GPIO_PIN_7, GPIO_MODE_AF_PP, GPIO_NOPULL);
    pin_init(GPIOA, GPIO_PIN_6, GPIO_MODE_INPUT, GPIO_PULLUP);

    hspi1.Instance = SPI1;
    hspi1.Init.Mode = SPI_MODE_MASTER;
    hspi1.Init.Direction = SPI_DIRECTION_2LINES;
    hspi1.Init.DataSize = SPI_DATASIZE_8BIT;
    hspi1.Init.CLKPolarity = SPI_POLARITY_LOW;
    hspi1.Init.CLKPhase = SPI_PHASE_1EDGE;
    hspi1.Init.NSS = SPI_NSS_SOFT;
    hspi1.Init.BaudRatePrescaler = SPI_BAUDRATEPRESCALER_4;
    hspi1.Init.FirstBit = SPI_FIRSTBIT_MSB;
    require(HAL_SPI_Init(&hspi1) == HAL_OK);
}

int main(void)
{
    require(HAL_Init() == HAL_OK);
    clock_init();
    board_init();
    kw_loop_init();
    for (;;) {
        if (!kw_loop_poll()) {
            __WFI();
        }
    }
}
`;

const DRIVERS = ['', '_cortex', '_gpio', '_rcc', '_spi', '_dma'];
const BOARD = /^(kw_startup\.c|kw_timer\.[ch]|kw_stm32f1\.h|kw_clock\.h|.*\.ld)$/;

const PERIODS = { keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 } };
const OTHERS = { idle: { closeAfterS: 60 }, health: { everyS: 1 }, link: { onDown: 'close' } };
/** The hour of `idle` takes minutes here. */
const SCENARIOS = BUILT_IN.filter(({ name }) => !name.startsWith('ws-') && name !== 'idle').map(({ name }) => name);
const FEW = ['cable-cut', 'peer-reboot', 'power-cut', 'orderly-close', 'chip-reset', 'cut-while-sending'];
/** Each method meets some failures, and in the sweeps all; here a few methods meet one. */
const FEW_IN = isWhole ? 1 : 13;
const ROWS = Object.entries(METHODS).filter((_, row) => !isFew || row % 9 === 0);

interface Flashed {
  readonly plan: Plan;
  readonly image: FirmwareImage;
}

/** The emitted files, and HAL below them. */
async function flashed(spec: object): Promise<Flashed> {
  const plan = planOfText(JSON.stringify({ chip: 'W5500', ...BRISK, ...spec, ...guest('hal') }));
  const folders = foldersOf(HAL ?? '');
  const folder = (header: string): string => folders.get(header) ?? '';
  const inc = folder('stm32f1xx_hal.h');
  const board = benchFiles(plan).filter(({ path }) => BOARD.test(path));
  const files = [...render(plan), ...board].filter(({ path }) => /\.(c|h|ld)$/.test(path));
  const own = new Map(files.map(({ path, text }) => [path, text]));
  own.set('main.c', MAIN_C);
  const driver = (name: string): string => readFileSync(join(dirname(inc), 'Src', name), 'utf8');
  const foreign = new Map(DRIVERS.map((it) => [`stm32f1xx_hal${it}.c`, driver(`stm32f1xx_hal${it}.c`)]));
  foreign.set('main.h', MAIN_H);
  foreign.set('stm32f1xx_hal_conf.h', readFileSync(join(inc, 'stm32f1xx_hal_conf_template.h'), 'utf8'));
  const system = [inc, folder('stm32f1xx.h'), folder('core_cm3.h')].flatMap((it) => ['-isystem', it]);
  const elf = await elfOf({ own, foreign, flags: ['-DSTM32F103xB', '-DUSE_HAL_DRIVER', ...system] });
  return { plan, image: loadElf(elf, plan.mcu) };
}

function played({ plan, image }: Flashed, scenario: Scenario) {
  const engine: RunInput['engine'] = (board) => createArmEngine({ ...board, image });
  return runScenario({ plan, scenario, farSideOf, engine });
}

describe("ST's HAL on the arm engine", () => {
  skipSuite(HAL === null ? WHY_SKIPPED : null);
  let device: Flashed;
  beforeAll(async () => {
    if (HAL === null) return;
    device = await flashed({ ...PERIODS, ...OTHERS, sockets: [{ port: 5000, count: 2 }] });
  }, 120_000);

  test.each(isFew ? FEW : SCENARIOS)('%s', (name) => {
    const { verdict, reasons } = played(device, builtIn(name));
    expect(verdict, reasons.join('\n')).toBe('pass');
  });
});

describe.each(ROWS.map(([name, { spec }], row) => [name, spec, row] as const))(
  "ST's HAL on the arm engine, %s",
  (_name, spec, row) => {
    skipSuite(HAL === null ? WHY_SKIPPED : null);
    let device: Flashed;
    beforeAll(async () => {
      if (HAL === null) return;
      device = await flashed(spec);
    }, 120_000);

    test.each(Object.keys(FAILURES).filter((_, column) => (row + column) % FEW_IN === 0))('%s', (name) => {
      const failure = name as Failure;
      const promised = rowOf(device, failure);
      if (promised === undefined) {
        expect(NOT_EVERYWHERE).toContain(failure);
        return;
      }
      const { detections, reasons, verdict } = played(device, scenarioOf(failure, promised));
      expect(verdict, reasons.join('\n')).not.toBe('fail');
      expect(detections[0]?.latencyMs ?? null).toEqual(promised.covered ? expect.any(Number) : null);
    });
  },
);
