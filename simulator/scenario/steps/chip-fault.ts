/** Injecting faults into the device's chip. */
import { bytesOfHex } from '../../bytes.ts';
import type { ChipStep } from '../format/scenario.generated.ts';
import { reportStep } from '../record/report-step.ts';
import type { TestBed } from '../testbed/test-bed.ts';

/** The probability per SPI byte; a poll of one socket takes about ten bytes. */
const DEFAULT_RATE = 0.01;

/** The timeline's text for each fault. */
export const CHIP_FAULT_TEXT: Readonly<Record<ChipStep['is'], string>> = {
  reset: 'the chip’s supply dips: all its registers are reset',
  absent: 'the chip loses its power',
  'miso-low': 'MISO is stuck at 0',
  'miso-high': 'MISO is stuck at 1',
  'bit-errors': 'bit errors on MISO',
  ok: 'the chip works again',
};

/** All connections count as failed, and as recovered if the fault ends before the firmware or the chip has closed them. */
export function injectChipFault(bed: TestBed, step: ChipStep): void {
  const { is, on = 'miso' } = step;
  reportStep(bed, is === 'bit-errors' && on === 'mosi' ? 'bit errors on MOSI' : CHIP_FAULT_TEXT[is]);
  if (is !== 'ok' && is !== 'bit-errors') for (const host of bed.hosts) host.fail('chip-fault');
  switch (is) {
    case 'reset':
      bed.chipFaults.brownOut();
      break;
    case 'bit-errors':
      bed.chipFaults.begin({ is, on, ...wrongBits(step) });
      break;
    case 'ok':
      endChipFault(bed);
      break;
    default:
      bed.chipFaults.begin({ is });
  }
}

function wrongBits({ rate = DEFAULT_RATE, count = Number.POSITIVE_INFINITY, at }: ChipStep) {
  return at === undefined ? { rate, count } : { at: { ...at, frame: bytesOfHex(at.frame ?? '') } };
}

export function endChipFault(bed: TestBed): void {
  bed.chipFaults.end();
  for (const host of bed.hosts) if (bed.sessionOf(host)?.left === null && !host.isEnded()) host.recover('chip-fault');
}
