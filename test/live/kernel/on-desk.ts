import { type TestContext, test } from 'vitest';
import { BRISK, CHIPS, type NamedFiles } from '../../whole/firmware.ts';
import { Desk } from './desk.ts';
import { whyNot } from './needs.ts';

/** Seconds without data, between probes, and of the chip's waits at 100 ms: 100 + 200 + 400 + 800 ms. */
export const [NO_DATA_MS, KA_SEND_MS, TCP_TIMEOUT_MS] = [1000, 1000, 1500];
/** One poll of the loop, a tick, and a sweep over eight sockets. */
export const POLL_MS = 20;
/** A test that takes as long hangs. */
const HANG_MS = 300_000;

/** A test with a desk of its own, beside the others: mostly they wait. Skipped, with the reason, where there can be none. */
export function onDesk(
  name: string,
  spec: object,
  body: (desk: Desk, context: TestContext) => Promise<void>,
  named: NamedFiles = {},
): void {
  const run = async (context: TestContext): Promise<void> => {
    if (whyNot !== null) context.skip(whyNot);
    const desk = await Desk.lay({ ...BRISK, chip: 'W5500', ...spec }, named);
    try {
      await body(desk, context);
    } finally {
      await desk.remove();
    }
  };
  test.concurrent(name, run, HANG_MS);
}

export function onEachChip(
  name: string,
  body: (desk: Desk, context: TestContext) => Promise<void>,
  spec: object = {},
): void {
  for (const chip of CHIPS) onDesk(`${chip}: ${name}`, { chip, ...spec }, body);
}
