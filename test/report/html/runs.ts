/** Real runs as the page shows them. */
import { createHostEngine } from '../../../simulator/engine/host/engine.ts';
import { createSpiCounter, type Reported } from '../../../simulator/report/html/report.ts';
import { runScenario } from '../../../simulator/run-scenario.ts';
import type { Scenario } from '../../../simulator/scenario/format/scenario.generated.ts';
import { BRISK, type Built, built } from '../../whole/firmware.ts';

/** Thresholds of 2 and 4 s. */
export const brisk = (): Promise<Built> =>
  built({ ...BRISK, chip: 'W5500', keepalive: { NO_DATA_PERIOD: 2, KA_SEND_PERIOD: 3 } });

export function reportedRun({ plan, wasm }: Built, scenario: Scenario): Reported {
  const counter = createSpiCounter();
  const run = runScenario({
    plan,
    scenario,
    engine: (board) => createHostEngine({ ...board, wasm, chip: counter.watch(board.chip, board.clock) }),
  });
  return { run, plan, spi: counter.activity() };
}
