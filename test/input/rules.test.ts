import { type Changes, testRules } from './rule-table.ts';

const part = (name: string, clock: Changes = {}): Changes => ({ mcu: { part: name, clock } });
const psc = (prescaler: number, rest: Changes = {}): Changes => ({ timer: { prescaler }, ...rest });
const pins = (wiring: Changes, rest: Changes = {}): Changes => ({ wiring, ...rest });
/** STM32F100 at 24 MHz. */
const F100 = psc(23, part('STM32F100RB'));

/** Limits typed from RM0008, RM0041, the STM32F10x datasheets and both WIZnet datasheets. */
testRules({
  'timer/prescaler-exact': {
    good: [psc(1), psc(63), psc(71), psc(35_999), psc(35, part('STM32F103C8', { sysclkHz: 36_000_000 })), F100],
    bad: [
      [psc(0), '/timer/prescaler', 'Found 0', '72000000 Hz', 'Nearest: 1.'],
      [psc(70), '/timer/prescaler', 'Found 70', 'Nearest: 63 or 71'],
      [psc(72), '/timer/prescaler', 'Nearest: 71 or 74'],
      [psc(36_000), '/timer/prescaler', 'Nearest: 35999.'],
      [psc(71, part('STM32F100RB')), '/timer/prescaler', '24000000 Hz', 'Nearest: 63 or 74'],
      [
        psc(71, part('STM32F103C8', { hseHz: 7_372_800, sysclkHz: 7_372_800 })),
        '/timer/prescaler',
        'No prescaler does',
      ],
    ],
  },
  'flash/offset-in-part': {
    good: [
      { mcu: { flashOffset: 8192 } },
      { mcu: { flashOffset: 64_512 } },
      { mcu: { part: 'STM32F103RB', flashOffset: 65_536 } },
    ],
    bad: [[{ mcu: { flashOffset: 65_536 } }, '/mcu/flashOffset', 'Found 65536', 'STM32F103C8', '65536 bytes of flash']],
  },
  'spl/flash-offset': {
    good: [{ mcu: { platform: 'spl', flashOffset: 0 } }],
    bad: [[{ mcu: { platform: 'spl', flashOffset: 8192 } }, '/mcu/flashOffset', 'VECT_TAB_OFFSET']],
  },
  'clock/reachable': {
    good: [
      psc(71, part('STM32F103RB', { sysclkHz: 72_000_000 })),
      psc(63, part('STM32F103RB', { source: 'HSI', sysclkHz: 64_000_000 })),
      psc(7, part('STM32F103RB', { source: 'HSI', sysclkHz: 8_000_000 })),
      psc(23, part('STM32F100RB', { sysclkHz: 24_000_000 })),
    ],
    bad: [
      [part('STM32F103RB', { sysclkHz: 71_000_000 }), '/mcu/clock/sysclkHz', 'Nearest: 64000000 or 72000000 Hz'],
      [
        part('STM32F103RB', { source: 'HSI', sysclkHz: 72_000_000 }),
        '/mcu/clock/sysclkHz',
        'HSI',
        'Nearest: 64000000 Hz',
      ],
      [psc(23, part('STM32F100RB', { sysclkHz: 28_000_000 })), '/mcu/clock/sysclkHz', 'Nearest: 24000000 Hz'],
    ],
  },
  'clock/crystal': {
    good: [
      psc(63, part('STM32F103C8', { hseHz: 4_000_000 })),
      psc(71, part('STM32F103C8', { hseHz: 16_000_000 })),
      psc(23, part('STM32F100RB', { hseHz: 24_000_000 })),
      psc(63, part('STM32F103C8', { source: 'HSI', hseHz: 25_000_000 })),
    ],
    bad: [
      [part('STM32F103C8', { hseHz: 3_999_900 }), '/mcu/clock/hseHz', '4000000 to 16000000'],
      [part('STM32F103C8', { hseHz: 16_000_100 }), '/mcu/clock/hseHz', '4000000 to 16000000'],
      [psc(23, part('STM32F100RB', { hseHz: 24_000_100 })), '/mcu/clock/hseHz', '4000000 to 24000000'],
    ],
  },
  'timer/exists': {
    good: [
      { timer: { instance: 'TIM4' } },
      { timer: { instance: 'TIM7' }, ...part('STM32F103RC') },
      { timer: { instance: 'TIM5' }, ...part('STM32F103ZE') },
      { timer: { instance: 'TIM6', prescaler: 23 }, ...part('STM32F100RB') },
    ],
    bad: [
      [{ timer: { instance: 'TIM5' } }, '/timer/instance', 'STM32F103C8', 'TIM2, TIM3 or TIM4'],
      [{ timer: { instance: 'TIM6' }, ...part('STM32F103RB') }, '/timer/instance', 'TIM2, TIM3 or TIM4'],
      [{ timer: { instance: 'TIM5', prescaler: 23 }, ...part('STM32F100RB') }, '/timer/instance', 'TIM6 or TIM7'],
    ],
  },
  'pins/exists': {
    good: [
      pins({ reset: 'PC13' }),
      pins({ reset: 'PC12' }, part('STM32F103RB')),
      pins({ reset: 'PD2' }, part('STM32F103RC')),
      pins({ reset: 'PE15' }, part('STM32F103VE')),
      pins({ reset: 'PG15' }, part('STM32F103ZE')),
    ],
    bad: [
      [pins({ reset: 'PC12' }), '/wiring/reset', 'PC12', 'STM32F103C8'],
      [pins({ cs: 'PD3' }, part('STM32F103RC')), '/wiring/cs', 'PD3'],
      [pins({ interrupt: 'PF0' }, part('STM32F103VE')), '/wiring/interrupt', 'PF0'],
    ],
  },
  'pins/debug': {
    good: [pins({ cs: 'PA12' }), pins({ cs: 'PA15' }), pins({ interrupt: null })],
    bad: [
      [pins({ cs: 'PA13' }), '/wiring/cs', 'SWD'],
      [pins({ interrupt: 'PA14' }), '/wiring/interrupt', 'SWD'],
    ],
  },
  'pins/reset': {
    good: [pins({ reset: null }), { ...pins({ reset: 'PB0' }), chip: 'W5200' }],
    bad: [[{ ...pins({ reset: null }), chip: 'W5200' }, '/wiring/reset', 'pulse on nRESET']],
  },
  'pins/crystal': {
    good: [
      pins({ reset: 'PD0' }, psc(63, part('STM32F103C8', { source: 'HSI' }))),
      pins({ reset: 'PD1' }, part('STM32F103VE')),
    ],
    bad: [
      [pins({ reset: 'PD0' }), '/wiring/reset', 'crystal'],
      [pins({ cs: 'PD1' }, part('STM32F103RB')), '/wiring/cs', 'crystal'],
    ],
  },
  'pins/used-once': {
    good: [
      pins({ spi: 'SPI2', cs: 'PA5' }),
      pins({ cs: 'PB13' }),
      pins({ cs: 'PB0', reset: 'PA4' }),
      pins({ cs: 'PA9' }),
      { ...pins({ cs: 'PA8' }), trace: 'usart1' },
    ],
    bad: [
      [{ ...pins({ cs: 'PA9' }), trace: 'usart1' }, '/wiring/cs', "USART1's TX (trace)"],
      [pins({ cs: 'PB5', reset: 'PB5' }), '/wiring/reset', 'already "cs"'],
      [pins({ cs: 'PA5' }), '/wiring/cs', "SPI1's SCK"],
      [pins({ reset: 'PA6' }), '/wiring/reset', "SPI1's MISO"],
      [pins({ interrupt: 'PA7' }), '/wiring/interrupt', "SPI1's MOSI"],
      [pins({ spi: 'SPI2', cs: 'PB13' }), '/wiring/cs', "SPI2's SCK"],
      [pins({ cs: 'PB0' }), '/wiring/cs', 'PB0 is the default of "reset"'],
    ],
  },
  'spi/too-fast': {
    good: [pins({ spiMaxHz: 18_000_000 }), pins({ spiMaxHz: 12_000_000 }, F100)],
    bad: [
      [pins({ spiMaxHz: 18_000_001 }), '/wiring/spiMaxHz', 'up to 18000000', 'STM32F103C8: 18000000, W5500: 33300000'],
      [pins({ spiMaxHz: 12_000_001 }, F100), '/wiring/spiMaxHz', 'up to 12000000', 'STM32F100RB: 12000000'],
      [pins({ spiMaxHz: 80_000_000 }, { chip: 'W5200' }), '/wiring/spiMaxHz', 'W5200: 30000000'],
    ],
  },
  'spi/too-slow': {
    good: [pins({ spiMaxHz: 281_250 }), pins({ spi: 'SPI2', spiMaxHz: 140_625 })],
    bad: [
      [pins({ spiMaxHz: 281_249 }), '/wiring/spiMaxHz', 'at least 281250'],
      [pins({ spi: 'SPI2', spiMaxHz: 140_624 }), '/wiring/spiMaxHz', 'at least 140625'],
    ],
  },
});
