/** The addresses of peripherals, 1 KiB each: RM0008 table 3. */
export const BLOCK_BYTES = 0x400;

export interface PlaceRow {
  readonly base: number;
  readonly bus: 'AHB' | 'APB1' | 'APB2';
  /** Bit in the bus's enable register; null if there is none and the clock is always on. */
  readonly enableBit: number | null;
  /** The narrowest access that its chapter of the manual allows, in bytes. */
  readonly narrowest: 1 | 2 | 4;
}

function place(
  base: number,
  bus: PlaceRow['bus'],
  enableBit: number | null,
  narrowest: PlaceRow['narrowest'],
): PlaceRow {
  return { base, bus, enableBit, narrowest };
}

/** Peripherals that are modelled. */
export const PLACES = {
  TIM2: place(0x4000_0000, 'APB1', 0, 2),
  TIM3: place(0x4000_0400, 'APB1', 1, 2),
  TIM4: place(0x4000_0800, 'APB1', 2, 2),
  TIM5: place(0x4000_0c00, 'APB1', 3, 2),
  TIM6: place(0x4000_1000, 'APB1', 4, 2),
  TIM7: place(0x4000_1400, 'APB1', 5, 2),
  IWDG: place(0x4000_3000, 'APB1', null, 2),
  SPI2: place(0x4000_3800, 'APB1', 14, 1),
  AFIO: place(0x4001_0000, 'APB2', 0, 4),
  EXTI: place(0x4001_0400, 'APB2', null, 4),
  GPIOA: place(0x4001_0800, 'APB2', 2, 4),
  GPIOB: place(0x4001_0c00, 'APB2', 3, 4),
  GPIOC: place(0x4001_1000, 'APB2', 4, 4),
  GPIOD: place(0x4001_1400, 'APB2', 5, 4),
  GPIOE: place(0x4001_1800, 'APB2', 6, 4),
  GPIOF: place(0x4001_1c00, 'APB2', 7, 4),
  GPIOG: place(0x4001_2000, 'APB2', 8, 4),
  SPI1: place(0x4001_3000, 'APB2', 12, 1), // bytes of DR, as ST's low-layer library has it
  USART1: place(0x4001_3800, 'APB2', 14, 2),
  RCC: place(0x4002_1000, 'AHB', null, 1),
  FLASH: place(0x4002_2000, 'AHB', null, 1),
} as const satisfies Record<string, PlaceRow>;

export type PlaceName = keyof typeof PLACES;

/** The address of a timer of APB1, and its bit in RCC_APB1ENR. Throws for other names. */
export function timerPlace(instance: string): { readonly base: number; readonly enableBit: number } {
  const found: PlaceRow | undefined = /^TIM\d$/.test(instance) ? PLACES[instance as PlaceName] : undefined;
  if (found === undefined || found.enableBit === null) throw new Error(`no model of ${instance}`);
  return { base: found.base, enableBit: found.enableBit };
}

/** Peripherals that a part may have and that are not modelled, for messages. */
const OTHERS: Readonly<Record<number, string>> = {
  1073747968: 'TIM12',
  1073748992: 'TIM13',
  1073750016: 'TIM14',
  1073752064: 'RTC',
  1073753088: 'WWDG',
  1073757184: 'SPI3',
  1073759232: 'USART2',
  1073760256: 'USART3',
  1073761280: 'UART4',
  1073762304: 'UART5',
  1073763328: 'I2C1',
  1073764352: 'I2C2',
  1073765376: 'USB',
  1073766400: 'the memory of USB and CAN',
  1073767424: 'CAN1',
  1073769472: 'BKP',
  1073770496: 'PWR',
  1073771520: 'DAC',
  1073772544: 'CEC',
  1073816576: 'ADC1',
  1073817600: 'ADC2',
  1073818624: 'TIM1',
  1073820672: 'TIM8',
  1073822720: 'ADC3',
  1073823744: 'TIM15',
  1073824768: 'TIM16',
  1073825792: 'TIM17',
  1073840128: 'SDIO',
  1073872896: 'DMA1',
  1073873920: 'DMA2',
  1073885184: 'CRC',
};

/** A description of an address that is not modelled. */
export function unknownPlace(address: number): string {
  const other = OTHERS[address - (address % BLOCK_BYTES)];
  if (other !== undefined) return `${other}, which is not modelled`;
  if (address >= 0xa000_0000 && address < 0xa000_1000) return 'FSMC, which is not modelled';
  if (address >= 0xe000_0000 && address < 0xe004_0000) return "the core's own space, where this is not modelled";
  return 'where nothing is';
}

/** Lines of the NVIC, RM0008 table 63. */
export const IRQ = {
  RCC: 5,
  TIM2: 28,
  TIM3: 29,
  TIM4: 30,
  SPI1: 35,
  SPI2: 36,
  USART1: 37,
  TIM5: 50,
  TIM6: 54,
  TIM7: 55,
} as const;
