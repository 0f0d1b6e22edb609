import { Clock } from '../../../simulator/clock.ts';
import { createArmEngine } from '../../../simulator/engine/arm/engine.ts';
import type { ArmEngineOptions } from '../../../simulator/engine/arm/options.ts';
import type { EngineResult } from '../../../simulator/engine/engine.ts';
import type { EventBody } from '../../../simulator/timeline.ts';
import { BRISK } from '../../whole/firmware.ts';
import { NotebookChip } from '../bench.ts';
import { type ArmBuilt, armBuilt, type Changes } from './build.ts';

export interface BenchRun {
  readonly result: EngineResult;
  readonly chip: NotebookChip;
  readonly clock: Clock;
  readonly events: readonly EventBody[];
}

export type BenchOptions = Partial<
  Pick<
    ArmEngineOptions,
    'interruptAt' | 'spinLimitNs' | 'onSignal' | 'crystalStopsNs' | 'lsiHz' | 'debuggerAttached' | 'swjCfgReads'
  >
> & {
  readonly untilNs?: number;
};

/** Generated firmware with some files changed, alone on its board with a chip that only writes down what is done to it. */
export async function run(files: Changes, options: BenchOptions = {}): Promise<BenchRun> {
  return runBuilt(await armBuilt({ chip: 'W5500', ...BRISK }, files), options);
}

export function runBuilt({ image, locate, plan }: ArmBuilt, options: BenchOptions = {}): BenchRun {
  const { untilNs = 100_000_000, ...rest } = options;
  const clock = new Clock();
  const chip = new NotebookChip(clock);
  const events: EventBody[] = [];
  const report = (event: EventBody): void => void events.push(event);
  const engine = createArmEngine({ image, plan, clock, chip, report, locate, ...rest });
  return { result: engine.run({ untilNs, stopped: () => false }), chip, clock, events };
}

/** A main.c that sets up clock, port and tick as the generated one does, and then does what a test wants, on line 30. */
export function main(body: string, globals = ''): string {
  const head = `#include <stddef.h>
#include <stdint.h>
#include "kw_clock.h"
#include "kw_port.h"
#include "kw_loop.h"
#include "kw_stm32f1.h"
#include "kw_timer.h"
${globals}
#define WORD(address) (*(uint32_t volatile *)(address))
#define HALF(address) (*(uint16_t volatile *)(address))
static uint32_t volatile place; /* GCC takes accesses that it can see are not aligned apart */
int main(void);
int main(void)
{
    (void)kw_clock_init();
    kw_port_init();
    Timer_Configuration();
    NVIC_Configuration();
    place = 0x20000002U;
`;
  const padding = '\n'.repeat(Math.max(0, 29 - head.split('\n').length));
  return `${head}${padding}
    ${body}
    for (;;) {
        kw_port_wait();
    }
}
`;
}
