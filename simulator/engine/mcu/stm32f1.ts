import type { Clock } from '../../clock.ts';
import type { Stm32F1Part } from './part.ts';
import type { UpdateTimer } from './timer.ts';

export { BusFault } from './bus-fault.ts';
export { partOf, type Stm32F1Part } from './part.ts';

export type Width = 1 | 2 | 4;
export type SpiName = 'SPI1' | 'SPI2';
export type TimerName = 'TIM2' | 'TIM3' | 'TIM4' | 'TIM5' | 'TIM6' | 'TIM7';

/** The board around the part, and who is told of what the part does. */
export interface Stm32F1Options {
  readonly part: Stm32F1Part;
  /** The crystal; null when there is none: HSE never becomes ready. */
  readonly hseHz: number | null;
  /** Peripherals put what is due on it; whoever runs the CPU must not let time pass {@link Clock.nextDueNs}. */
  readonly clock: Clock;
  /** Something that a real part ignores or garbles although the program expects an effect. */
  readonly violation: (rule: string, text: string) => void;
  /** What the part drives a pin with, `PA4` and so on, whenever that changes; null when it drives it no more. */
  readonly onPin: (pin: string, level: 0 | 1 | null) => void;
  /** What the board drives a pin with; null when nobody does: pulls decide, and a floating input reads 0. */
  readonly pinLevel: (pin: string) => 0 | 1 | null;
  /** The last bit of a byte has been shifted: gives what came back. */
  readonly spi: (instance: SpiName, mosi: number) => number;
  /** The stop bit of a byte has left USART1. */
  readonly usart: (byte: number) => void;
  /** The CPU's clock has changed; also called from within events of the clock. */
  readonly onHclk: (hz: number) => void;
  /** AIRCR.SYSRESETREQ has been written. */
  readonly onResetRequest: () => void;
}

/** Interrupts by exception number (16 + line), lower priorities first; see `arm/interrupts.ts`. */
export interface ExceptionController {
  /** The exception that is taken by a CPU running at a priority, 256 outside all handlers; 0 for none. */
  pending(currentPriority: number): number;
  enter(exception: number): void;
  leave(exception: number): void;
  /** As IPR and SHPR have it, 0 … 240; below 0 for those that cannot be chosen. */
  priorityOf(exception: number): number;
}

export interface TimerHandle {
  readonly model: UpdateTimer;
  /** Lets the running counter overflow now; what follows keeps that phase. */
  expire(): void;
}

/** An STM32F100 or F103 without its CPU, flash and RAM: all else that its buses reach. */
export declare class Stm32F1 {
  constructor(options: Stm32F1Options);
  /** @throws {BusFault} for what is unmapped, reserved, not aligned or not modelled. */
  read(address: number, width: Width): number;
  write(address: number, value: number, width: Width): void;
  readonly hclkHz: number;
  readonly sysclkHz: number;
  /** SCB_VTOR. */
  readonly vectorTable: number;
  readonly nvic: ExceptionController;
  /** Undefined where the part does not have it. */
  timer(name: TimerName): TimerHandle | undefined;
  /** To be called when what `pinLevel` gives for a pin has changed: interrupts by edges come of it. */
  pinChanged(pin: string): void;
  /** Whether an SPI still shifts, or its clock is not yet at rest. */
  spiBusy(instance: SpiName): boolean;
}
