import type { Density, LineName, McuPlan } from '../../../contract/board.ts';

/**
 * Names of the interrupt lines, position 0 first; null where a part reserves the position. A handler is called
 * `<name>_IRQHandler`, as in ST's startup files.
 *
 * Sources: RM0008 rev 21 table 63 (high density lines; medium density ends after USBWakeUp), RM0041 rev 6 table 50.
 */

const TO_DMA1 = [
  'WWDG',
  'PVD',
  'TAMPER',
  'RTC',
  'FLASH',
  'RCC',
  'EXTI0',
  'EXTI1',
  'EXTI2',
  'EXTI3',
  'EXTI4',
  'DMA1_Channel1',
  'DMA1_Channel2',
  'DMA1_Channel3',
  'DMA1_Channel4',
  'DMA1_Channel5',
  'DMA1_Channel6',
  'DMA1_Channel7',
] as const;

const FROM_TIM2 = [
  'TIM2',
  'TIM3',
  'TIM4',
  'I2C1_EV',
  'I2C1_ER',
  'I2C2_EV',
  'I2C2_ER',
  'SPI1',
  'SPI2',
  'USART1',
  'USART2',
  'USART3',
  'EXTI15_10',
] as const;

const MEDIUM_DENSITY = [
  ...TO_DMA1,
  'ADC1_2',
  'USB_HP_CAN1_TX',
  'USB_LP_CAN1_RX0',
  'CAN1_RX1',
  'CAN1_SCE',
  'EXTI9_5',
  'TIM1_BRK',
  'TIM1_UP',
  'TIM1_TRG_COM',
  'TIM1_CC',
  ...FROM_TIM2,
  'RTCAlarm',
  'USBWakeUp',
] as const;

const HIGH_DENSITY = [
  ...MEDIUM_DENSITY,
  'TIM8_BRK',
  'TIM8_UP',
  'TIM8_TRG_COM',
  'TIM8_CC',
  'ADC3',
  'FSMC',
  'SDIO',
  'TIM5',
  'SPI3',
  'UART4',
  'UART5',
  'TIM6',
  'TIM7',
  'DMA2_Channel1',
  'DMA2_Channel2',
  'DMA2_Channel3',
  'DMA2_Channel4_5',
] as const;

const VALUE_LINE = [
  ...TO_DMA1,
  'ADC1',
  null,
  null,
  null,
  null,
  'EXTI9_5',
  'TIM1_BRK_TIM15',
  'TIM1_UP_TIM16',
  'TIM1_TRG_COM_TIM17',
  'TIM1_CC',
  ...FROM_TIM2,
  'RTCAlarm',
  'CEC',
  ...Array<null>(11).fill(null),
  'TIM6_DAC',
  'TIM7',
] as const;

const VECTORS: Readonly<Record<LineName, Readonly<Partial<Record<Density, readonly (string | null)[]>>>>> = {
  F103: { MD: MEDIUM_DENSITY, HD: HIGH_DENSITY },
  F100: { MD: VALUE_LINE },
};

/** The interrupt lines of a part; throws for a line and density without a table. */
export function vectorsOf({ line, density }: Pick<McuPlan, 'line' | 'density'>): readonly (string | null)[] {
  const names = VECTORS[line][density];
  if (names === undefined) throw new Error(`no vector table for ${line} ${density}`);
  return names;
}
