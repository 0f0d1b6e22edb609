import type { SpiName } from '../../contract/board.ts';
import type { Clock } from '../clock.ts';
import type { Stm32F1Part } from './part.ts';

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
  /** The pins that `pinLevel` ever gives a level for; any unless told. */
  readonly boardPins?: readonly string[];
  /** The last bit of a byte has been shifted: gives what came back. */
  readonly spi: (instance: SpiName, mosi: number) => number;
  /** The stop bit of a byte has left USART1. */
  readonly usart: (byte: number) => void;
  /** The CPU's clock has changed; also called from within events of the clock. */
  readonly onHclk: (hz: number) => void;
  /** AIRCR.SYSRESETREQ has been written. */
  readonly onResetRequest: () => void;
}
