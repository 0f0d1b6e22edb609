import type { ClockTree } from './clock-tree.ts';
import type { OnViolation } from './complaints.ts';
import type { ClockLimits } from './part.ts';

export interface Clocking {
  readonly tree: ClockTree;
  /** Into and out of the PLL; null while it is off. */
  readonly pll: { readonly inputHz: number; readonly outputHz: number } | null;
  /** FLASH_ACR.LATENCY. */
  readonly latency: number;
}

/** Reports a clock that exceeds a limit, each time that it starts to do so. */
export class ClockLimitWatch {
  #exceeded = new Set<string>();

  constructor(
    private readonly limits: ClockLimits,
    private readonly violation: OnViolation,
  ) {}

  check(clocking: Clocking): void {
    const exceeded = new Set<string>();
    for (const [rule, text] of this.#problems(clocking)) {
      exceeded.add(text);
      if (!this.#exceeded.has(text)) this.violation(rule, text);
    }
    this.#exceeded = exceeded;
  }

  *#problems({ tree, pll, latency }: Clocking): Generator<readonly [rule: string, text: string]> {
    const { limits } = this;
    const tops = [
      ['SYSCLK', tree.sysclkHz, limits.sysclkMaxHz],
      ['PCLK1', tree.pclk1Hz, limits.pclk1MaxHz],
      ['PCLK2', tree.pclk2Hz, limits.pclk2MaxHz],
    ] as const;
    for (const [name, hz, maxHz] of tops) {
      if (hz > maxHz) yield ['mcu/clock-limit', `${name} is ${mhz(hz)}, above its limit of ${mhz(maxHz)}`];
    }
    if (pll !== null) yield* this.#pllProblems(pll);
    const needed = limits.latencyStepsHz?.findIndex((maxHz) => tree.sysclkHz <= maxHz) ?? 0;
    if (needed > latency) {
      const text = `SYSCLK is ${mhz(tree.sysclkHz)} with ${latency} flash wait states where ${needed} are needed`;
      yield ['mcu/flash-latency', text];
    }
  }

  *#pllProblems({ inputHz, outputHz }: NonNullable<Clocking['pll']>): Generator<readonly [string, string]> {
    const { pllInputMinHz, pllInputMaxHz, pllOutputMinHz, sysclkMaxHz } = this.limits;
    if (inputHz < pllInputMinHz || inputHz > pllInputMaxHz) {
      yield [
        'mcu/clock-limit',
        `the PLL's input is ${mhz(inputHz)}, not ${mhz(pllInputMinHz)} to ${mhz(pllInputMaxHz)}`,
      ];
    }
    if (outputHz < pllOutputMinHz || outputHz > sysclkMaxHz) {
      yield [
        'mcu/clock-limit',
        `the PLL's output is ${mhz(outputHz)}, not ${mhz(pllOutputMinHz)} to ${mhz(sysclkMaxHz)}`,
      ];
    }
  }
}

function mhz(hz: number): string {
  return `${Number((hz / 1e6).toFixed(6))} MHz`;
}
