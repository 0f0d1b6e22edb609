import { readFileSync } from 'node:fs';

/** A public project with a WIZnet chip on an STM32, as its sources show it; `evidence` says where. `?`: not visible. */
export interface Project {
  readonly repository: string;
  readonly chip: string;
  /** The part where it is known, and its family: F1, F4, …; `any` for libraries. */
  readonly part: string;
  readonly family: string;
  /** What it drives the STM32 with: HAL, SPL, LL, registers, Arduino, … */
  readonly library: string;
  /** The version of CubeMX that wrote its `.ioc`. */
  readonly cubemx: string;
  /** What it drives the chip with. */
  readonly driver: string;
  /** TOE: the chip's own TCP; MACRAW: the chip as a MAC below a stack in software. */
  readonly mode: 'TOE' | 'MACRAW';
  readonly rtos: string;
  readonly build: string;
  readonly spi: string;
  readonly spiAccess: string;
  /** What else is on the chip's bus. */
  readonly sharedBus: string;
  /** The pin, `no` where the code has none. */
  readonly reset: string;
  readonly interrupt: string;
  readonly uses: readonly string[];
  /** By what it notices a dead peer. */
  readonly deadPeer: string;
  readonly evidence: string;
}

/** The sample: drawn by name and meaning, so demos and small devices weigh more than closed products. */
export function projects(): readonly Project[] {
  return JSON.parse(readFileSync(new URL('projects.json', import.meta.url), 'utf8')) as Project[];
}
