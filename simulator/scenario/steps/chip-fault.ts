/** Troubling the device's chip. */
import type { Chip } from '../format/scenario.generated.ts';
import type { Stage } from '../testbed/test-bed.ts';
import { tell } from './report-step.ts';

/** Of the bytes that SPI moves; a poll of one socket is about ten. */
const DEFAULT_RATE = 0.01;

/** What the timeline says of each. */
export const CHIP_DEEDS: Readonly<Record<Chip['is'], string>> = {
  reset: 'the chip’s supply dips: it has forgotten everything',
  absent: 'the chip loses its power',
  'miso-low': 'MISO is stuck at 0',
  'miso-high': 'MISO is stuck at 1',
  'bit-errors': 'single bits on MISO are wrong',
  ok: 'the chip is sound again',
};

/** Connections end by it, and live on when it is over before the firmware or the chip has ended them. */
export function trouble(stage: Stage, { is, rate = DEFAULT_RATE, count }: Chip): void {
  tell(stage, CHIP_DEEDS[is]);
  if (is !== 'ok' && is !== 'bit-errors') for (const host of stage.hosts) host.die('chip-fault');
  switch (is) {
    case 'reset':
      stage.chipFaults.brownOut();
      break;
    case 'bit-errors':
      stage.chipFaults.begin({ is, rate, count: count ?? Number.POSITIVE_INFINITY });
      break;
    case 'ok':
      endTrouble(stage);
      break;
    default:
      stage.chipFaults.begin({ is });
  }
}

export function endTrouble(stage: Stage): void {
  stage.chipFaults.end();
  for (const host of stage.hosts) if (stage.stintOf(host)?.left === null && !host.isEnded()) host.revive('chip-fault');
}
