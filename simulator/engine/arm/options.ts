import type { BoardPlan } from '../../../contract/board.ts';
import type { WiznetChip } from '../../chip/chip.ts';
import type { Clock, Nanos } from '../../clock.ts';
import type { OnSignal } from '../../signals.ts';
import type { Report } from '../../timeline.ts';
import type { FirmwareImage } from './elf.ts';
import type { LocateAddress } from './where.ts';

export interface ArmEngineOptions {
  /** The result of `loadElf`. */
  readonly image: FirmwareImage;
  readonly plan: BoardPlan;
  readonly clock: Clock;
  readonly chip: WiznetChip;
  readonly report: Report;
  /** Source lines for the places where runs end; names of functions come from the image. */
  readonly locate?: LocateAddress;
  /** Called when the tick's handler is entered and left. */
  readonly onSignal?: OnSignal;
  /**
   * CPU time that firmware may spend without sleeping and without an SPI frame, or in one handler, before it counts as
   * stuck; also how long it may sleep without being woken. Default: 10 s.
   */
  readonly spinLimitNs?: Nanos;
  /**
   * For sweeps over the moments at which an interrupt may come: called before each instruction outside handlers once the
   * tick's timer runs and its interrupt is enabled, with the instruction's number, counted from 0, and its address. True
   * makes the tick due there, and the timer starts its next period there; after 'last' it is not called again.
   */
  readonly interruptAt?: (point: number, address: number) => boolean | 'last';
  /** LSI, which drives the independent watchdog. Default: 40 kHz; parts have 30 to 60 kHz. */
  readonly lsiHz?: number;
  /** A debugger is attached, and lets the program run. Default: none is. */
  readonly debuggerAttached?: boolean;
  /** What AFIO_MAPR.SWJ_CFG reads as, which is write-only. Default: 0. */
  readonly swjCfgReads?: number;
  /** When the crystal stops for good. Default: never. */
  readonly crystalStopsNs?: Nanos;
}
