/** Resetting the microcontroller, and nothing else. */
import { RESETS } from '../../engine/system-reset.ts';
import { reportStep } from '../record/report-step.ts';
import type { TestBed } from '../testbed/test-bed.ts';

/** The chip goes on with its connections until the firmware, which has forgotten them, resets it. */
export function resetDevice(bed: TestBed): void {
  reportStep(bed, 'the device is reset (NRST); its chip is not');
  for (const host of bed.hosts) host.fail('device-reset');
  bed.chipFaults.hostReset();
  // The engine catches it; here it would end the steps.
  bed.clock.after(0, () => {
    throw RESETS.pin();
  });
}
