import type { BoardPlan, PlatformPlan } from '../../../contract/board.ts';
import { FAMILIES } from '../../hardware/families.ts';
import type { Part } from '../../hardware/parts.ts';
import type { NeutralBoard } from '../platform.ts';
import { type AfioWords, afioWords, type PortWords, portWords } from './gpio.ts';
import { type RccWords, rccWords } from './rcc.ts';
import { type SpiWords, spiWords } from './spi.ts';

/** Register values of an STM32F1, and where its peripherals sit. */
export interface F1Words {
  readonly rcc: RccWords;
  /** The tick's timer, on APB1; the bit is that of RCC_APB1ENR. Null: the project counts. */
  readonly timer: null | { readonly base: number; readonly enableBit: number };
  readonly spi: SpiWords;
  /** Ports in use, A first. */
  readonly ports: readonly PortWords[];
  readonly afio: AfioWords;
  /** USART1, on APB2; null: no trace. */
  readonly usart: null | { readonly base: number; readonly enableBit: number; readonly brr: number };
}

/** What both platforms of the STM32F1 add to the board. */
export interface F1Plan extends PlatformPlan {
  readonly words: F1Words;
}

export function f1Words(part: Part, { clock, fallback, timer, spi, gpio, trace }: NeutralBoard): F1Words {
  const family = FAMILIES[part.family];
  const timerRow = Object.entries(family.timers).find(([name]) => name === timer.instance)?.[1];
  if (timerRow === undefined && timer.source === 'timer') throw new Error(`${family.name} has no ${timer.instance}`);
  const { base, apb2EnableBit } = family.usart1;
  return {
    rcc: rccWords(part, clock, fallback),
    timer: timerRow === undefined ? null : { base: timerRow.base, enableBit: timerRow.apb1EnableBit },
    spi: spiWords(family, spi),
    ports: portWords(family, gpio),
    afio: afioWords(gpio),
    // BRR holds sixteenths of USARTDIV, which is the divider itself: RM0008 27.3.4.
    usart: trace === null ? null : { base, enableBit: apb2EnableBit, brr: trace.divider },
  };
}

/** The words of a board that an F1 platform has planned. */
export function wordsOf({ platform }: BoardPlan): F1Words {
  return (platform as F1Plan).words;
}
