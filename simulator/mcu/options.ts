import type { SpiName } from '../../contract/board.ts';
import type { Clock } from '../clock.ts';
import type { Stm32F1Part } from './part.ts';

/** The board around the part, and callbacks for the part's actions. */
export interface Stm32F1Options {
  readonly part: Stm32F1Part;
  /** The crystal; null if there is none: then HSE never becomes ready. */
  readonly hseHz: number | null;
  /** Peripherals schedule events on it; the CPU's engine must not advance time beyond {@link Clock.nextDueNs}. */
  readonly clock: Clock;
  /** An access that a real part ignores or garbles although the program expects an effect. */
  readonly violation: (rule: string, text: string) => void;
  /** The level that the part drives a pin with, such as `PA4`, whenever it changes; null: the pin is not driven. */
  readonly onPin: (pin: string, level: 0 | 1 | null) => void;
  /** The level that the board drives a pin with; null: not driven, so the pull decides, and a floating input reads 0. */
  readonly pinLevel: (pin: string) => 0 | 1 | null;
  /** The pins for which `pinLevel` may return a level. Default: any. */
  readonly boardPins?: readonly string[];
  /** The last bit of a byte has been shifted; returns the received byte. */
  readonly spi: (instance: SpiName, mosi: number) => number;
  /** The stop bit of a byte has left USART1. */
  readonly usart: (byte: number) => void;
  /** The CPU's clock has changed; also called from within events of the clock. */
  readonly onHclk: (hz: number) => void;
  /** LSI, which drives the watchdog; default 40 kHz, parts have 30 to 60. */
  readonly lsiHz?: number | undefined;
  /** Whether DHCSR has C_DEBUGEN set. Default: no. */
  readonly debuggerAttached?: boolean | undefined;
  /** What AFIO_MAPR.SWJ_CFG reads as, which is write-only. Default: 0. */
  readonly swjCfgReads?: number | undefined;
  /** Flags of RCC_CSR that say why the part was reset. Default: power-on. */
  readonly resetFlags?: number | undefined;
  /** AIRCR.SYSRESETREQ has been written. */
  readonly onResetRequest: () => void;
  /** The independent watchdog resets the part. */
  readonly onWatchdog: () => void;
  /** The clock of the CPU has stopped and nothing starts it again. */
  readonly onStandstill: () => void;
}
