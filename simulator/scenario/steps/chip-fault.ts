/** Troubling the device's chip. */
import type { ChipStep } from '../format/scenario.generated.ts';
import { reportStep } from '../record/report-step.ts';
import type { TestBed } from '../testbed/test-bed.ts';

/** Of the bytes that SPI moves; a poll of one socket is about ten. */
const DEFAULT_RATE = 0.01;

/** What the timeline says of each. */
export const CHIP_FAULT_TEXT: Readonly<Record<ChipStep['is'], string>> = {
  reset: 'the chip’s supply dips: it has forgotten everything',
  absent: 'the chip loses its power',
  'miso-low': 'MISO is stuck at 0',
  'miso-high': 'MISO is stuck at 1',
  'bit-errors': 'single bits on MISO are wrong',
  ok: 'the chip is sound again',
};

/** Connections end by it, and live on when it is over before the firmware or the chip has ended them. */
export function injectChipFault(bed: TestBed, { is, rate = DEFAULT_RATE, count }: ChipStep): void {
  reportStep(bed, CHIP_FAULT_TEXT[is]);
  if (is !== 'ok' && is !== 'bit-errors') for (const host of bed.hosts) host.fail('chip-fault');
  switch (is) {
    case 'reset':
      bed.chipFaults.brownOut();
      break;
    case 'bit-errors':
      bed.chipFaults.begin({ is, rate, count: count ?? Number.POSITIVE_INFINITY });
      break;
    case 'ok':
      endChipFault(bed);
      break;
    default:
      bed.chipFaults.begin({ is });
  }
}

export function endChipFault(bed: TestBed): void {
  bed.chipFaults.end();
  for (const host of bed.hosts) if (bed.sessionOf(host)?.left === null && !host.isEnded()) host.recover('chip-fault');
}
