import type { Fact } from './fact.ts';
import { CUBE_FAMILIES } from './families.ts';
import type { IocFile } from './file.ts';

/** Frequencies in hertz, some with a fraction; null: the file does not tell. */
export interface Clocks {
  /** What SYSCLK is made from, for example `PLLCLK`; null: the oscillator that runs after reset. */
  readonly source: Fact<string> | null;
  /** Whether SYSCLK comes from the crystal, with or without the PLL. */
  readonly usesHse: boolean;
  /** The crystal; null where no pin is set up for one. */
  readonly hseHz: Fact<number> | null;
  readonly sysclkHz: Fact<number> | null;
  readonly hclkHz: Fact<number> | null;
  readonly apb1Hz: Fact<number> | null;
  /** Null, too, where the family has one APB. */
  readonly apb2Hz: Fact<number> | null;
  /** Of the timers on APB1. */
  readonly apb1TimerHz: Fact<number> | null;
  /** Of the timers on APB2. */
  readonly apb2TimerHz: Fact<number> | null;
}

/** The clocks as CubeMX computed them. It writes dividers only where they are not 1, so they are not computed again. */
export function readClocks(ioc: IocFile): Clocks {
  const source = ioc.get('RCC.SYSCLKSource') ?? ioc.get('RCC.SYSCLKSourceVirtual');
  const sysclkHz = readSysclk(ioc, source);
  const hclkHz =
    first(ioc, ['RCC.HCLKFreq_Value', 'RCC.AHBFreq_Value']) ?? undivided(ioc, sysclkHz, ['AHBCLKDivider', 'HPRE']);
  const apb1Hz = first(ioc, ['RCC.APB1Freq_Value', 'RCC.APBFreq_Value']) ?? undivided(ioc, hclkHz, APB1_DIVIDERS);
  const isSingle = ioc.get('RCC.APBFreq_Value') !== null || ioc.required('Mcu.Family').value === 'STM32F0';
  const apb2Hz = isSingle ? null : (ioc.number('RCC.APB2Freq_Value') ?? undivided(ioc, hclkHz, APB2_DIVIDERS));
  return {
    source: source === null ? null : { ...source, value: source.value.replace('RCC_SYSCLKSOURCE_', '') },
    usesHse: usesCrystal(ioc, source),
    hseHz: readCrystal(ioc),
    ...{ sysclkHz, hclkHz, apb1Hz, apb2Hz },
    apb1TimerHz: first(ioc, APB1_TIMERS) ?? undivided(ioc, apb1Hz, APB1_DIVIDERS),
    apb2TimerHz: first(ioc, APB2_TIMERS) ?? (isSingle ? null : undivided(ioc, apb2Hz, APB2_DIVIDERS)),
  };
}

const APB1_DIVIDERS = ['APB1CLKDivider', 'D2PPRE1'];
const APB2_DIVIDERS = ['APB2CLKDivider', 'D2PPRE2'];
/** H7 has names of its own, and families with one APB. */
const APB1_TIMERS = ['RCC.APB1TimFreq_Value', 'RCC.APBTimFreq_Value', 'RCC.Tim1OutputFreq_Value'];
const APB2_TIMERS = ['RCC.APB2TimFreq_Value', 'RCC.Tim2OutputFreq_Value'];

function readSysclk(ioc: IocFile, source: Fact<string> | null): Fact<number> | null {
  const written = ioc.number('RCC.SYSCLKFreq_VALUE');
  const resetHz = CUBE_FAMILIES[ioc.required('Mcu.Family').value]?.resetHz ?? null;
  if (written !== null || source !== null || resetHz === null) return written;
  return { value: resetHz, at: ioc.placeFor('RCC.'), origin: 'default' };
}

function readCrystal(ioc: IocFile): Fact<number> | null {
  const pin = [...ioc.entries.values()].find(({ key, value }) => key.endsWith('.Signal') && value === 'RCC_OSC_IN');
  if (pin === undefined) return null;
  const usual = CUBE_FAMILIES[ioc.required('Mcu.Family').value]?.hseHz ?? null;
  return ioc.number('RCC.HSE_VALUE') ?? (usual === null ? null : { value: usual, at: pin.at, origin: 'default' });
}

function usesCrystal(ioc: IocFile, source: Fact<string> | null): boolean {
  if (source === null) return false;
  return source.value.endsWith('_HSE') || ioc.get('RCC.PLLSourceVirtual')?.value.endsWith('_HSE') === true;
}

function first(ioc: IocFile, keys: readonly string[]): Fact<number> | null {
  return keys.map((key) => ioc.number(key)).find((it) => it !== null) ?? null;
}

/** `clock` itself where none of the dividers is in the file: they are 1 by default. */
function undivided(ioc: IocFile, clock: Fact<number> | null, dividers: readonly string[]): Fact<number> | null {
  if (clock === null || dividers.some((it) => ioc.get(`RCC.${it}`) !== null)) return null;
  return { ...clock, origin: 'default' };
}
