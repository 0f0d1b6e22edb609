/** The promise of `keepwire solve`, kept by the firmware: a wish, the values for it, and a cut cable. */
import { describe, expect, test } from 'vitest';
import { parseSpec } from '../../generator/input/index.ts';
import { solvePeriods } from '../../generator/solve/solve.ts';
import { built, CHIPS } from './firmware.ts';
import { builtIn, mustPass } from './play.ts';
import { shareOf } from './share.ts';

/** The shortest there is, one that shortens the first wait, and the usual; transmissions and the way of counting. */
const WISHES = [
  [2.1, 3, 'note'],
  [3.5, 3, 'note'],
  [9, 4, 'at-NO_DATA_PERIOD'],
  [20, 3, 'note'],
  [45, 6, 'note'],
] as const;

describe.each(CHIPS.map((chip, row) => [chip, row] as const))('%s', (chip, row) => {
  test.each(shareOf(WISHES, 2, row))(
    'within %d s, %d transmissions, %s',
    async (wantedS, transmissions, firstProbe) => {
      const keepalive = { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5, firstProbe };
      await noticedWithin(wantedS, transmissions, { chip, keepalive, timer: { prescaler: 71 } });
    },
  );
});

test.each([8, 17])('W5500, its own timer, within %d s', async (wantedS) => {
  const keepalive = { NO_DATA_PERIOD: 20, KA_SEND_PERIOD: 20, by: 'chip' };
  await noticedWithin(wantedS, 3, { chip: 'W5500', keepalive, timer: { prescaler: 71 } });
});

interface Board {
  readonly chip: string;
  readonly keepalive: object;
  readonly timer: object;
}

async function noticedWithin(wantedS: number, transmissions: number, board: Board): Promise<void> {
  const spec = parseSpec(JSON.stringify(board), { defaultName: 'test' });
  if (!spec.ok) throw new Error(JSON.stringify(spec.problems));
  const { ok, keepalive, retransmission } = solvePeriods(spec.value, [], { wantedMs: wantedS * 1000, transmissions });
  expect(ok).toBe(true);
  const firmware = await built({ ...board, keepalive: { ...board.keepalive, ...keepalive }, retransmission });
  for (const what of ['cable-cut', 'power-cut']) {
    const { detections } = mustPass(firmware, builtIn(what));
    expect(detections).toHaveLength(1);
    expect(detections[0]?.latencyMs).toBeLessThanOrEqual(wantedS * 1000);
  }
}
