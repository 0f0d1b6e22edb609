import type { SpiName, TimerName } from '../catalogue/families.ts';
import type { ChipName, PlatformName } from './types.ts';

/** What the plan needs to be told: a validated spec with every default applied. Units as in the spec's schema. */
export interface PlanInput {
  readonly name: string;
  readonly chip: ChipName;
  readonly keepalive: { readonly NO_DATA_PERIOD: number; readonly KA_SEND_PERIOD: number };
  readonly timer: { readonly instance: TimerName; readonly prescaler: number };
  readonly mcu: {
    readonly part: string;
    readonly platform: PlatformName;
    readonly clock: { readonly source: 'HSE' | 'HSI'; readonly hseHz: number; readonly sysclkHz: number };
  };
  readonly wiring: {
    readonly spi: SpiName;
    readonly spiMaxHz: number;
    readonly cs: string;
    readonly reset: string;
    readonly interrupt: string | null;
  };
  readonly network: {
    readonly mac: string;
    readonly ip: string;
    readonly subnet: string;
    readonly gateway: string;
  };
  readonly retransmission: { readonly timeoutMs: number; readonly count: number };
  readonly sockets: readonly {
    readonly role: 'server';
    readonly port: number;
    readonly count: number;
    readonly rxKiB: 1 | 2 | 4 | 8 | 16;
    readonly txKiB: 1 | 2 | 4 | 8 | 16;
  }[];
}
