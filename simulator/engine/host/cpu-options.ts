import type { WiznetChip } from '../../chip/chip.ts';
import type { Nanos } from '../../clock.ts';
import type { Mcu } from '../../mcu/mcu.ts';
import type { WatchdogOptions } from '../watchdog.ts';
import type { RegisterBus } from './bus.ts';
import type { HostMemory } from './memory.ts';

/** The parts of a CPU, and the limits of its run. */
export interface HostCpuOptions extends WatchdogOptions {
  readonly untilNs: Nanos;
  /** The longest time between two calls of `stopped` while the firmware sleeps from tick to tick. */
  readonly idlePollIntervalNs: Nanos;
  readonly chip: WiznetChip;
  readonly mcu: Mcu;
  readonly bus: RegisterBus;
  readonly memory: HostMemory;
  readonly sysclkHz: number;
  readonly handlerName: string;
  /** Null if the firmware defines no function of that name. */
  readonly handler: (() => void) | null;
  readonly interruptAt: ((point: number) => boolean) | undefined;
  /** The tick's handler has been entered, or left. */
  readonly onTick: ((level: 0 | 1) => void) | undefined;
}
