/**
 * Each method alone and in the pairs that meet, against each way in which a peer goes: what `explain` promises in each
 * cell of its table, and in none, is what comes of it on the simulated chip.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Failure } from '../../contract/promises.ts';
import { type Built, CHIPS } from '../whole/firmware.ts';
import { mustPass } from '../whole/play.ts';
import { isFew, isWhole } from '../whole/share.ts';
import {
  checked,
  lives,
  METHODS,
  type Method,
  NAT_FORGETS_AFTER_S,
  NOT_EVERYWHERE,
  natForgets,
  natOutlived,
  REST_S,
  rowOf,
  scenarioOf,
} from './methods.ts';
import { firmware } from './rig.ts';

/** Cells whose bound is a round trip or a poll are met far sooner. */
const PROMPT: readonly Failure[] = [
  'peer-reboot',
  'chip-reset',
  'orderly-close',
  'goodbye',
  'zero-window',
  'link-down',
];

interface Row extends Omit<Method, 'chips'> {
  readonly chips: readonly Chip[];
  readonly index: number;
}

const ROWS = Object.entries(METHODS).map(([name, { spec, chips = CHIPS }], index): readonly [string, Row] => [
  name,
  { spec, chips, index },
]);

type Chip = (typeof CHIPS)[number];

/** Which cells of the table are played. */
export interface Part {
  /** What is added to each spec. */
  readonly spec?: object;
  readonly chips?: readonly Chip[];
  /** Of all failures on this chip, for the method in this row. */
  readonly failures: (chip: Chip, row: number) => readonly string[];
  /** Whether the runs over minutes and days are played. */
  readonly long: (chip: Chip, row: number) => boolean;
}

/** Declares the tests of the table's part. */
export function methodMatrix(part: Part): void {
  const rows = ROWS.filter(([, { index, chips }]) =>
    chips.some((chip) => part.failures(chip, index).length > 0 || part.long(chip, index)),
  );
  describe.each(rows)('%s', (_name, row) => playRow(row, part));
}

function playRow({ spec, index, chips }: Row, part: Part): void {
  const played = chips.filter((chip) => part.chips?.includes(chip) ?? true);
  describe.each(played)('%s', (chip) => {
    let built: Built;
    beforeAll(async () => {
      built = await firmware(chip, { ...spec, ...part.spec });
    });

    test.each(part.failures(chip, index))('%s', (failure) => {
      const row = rowOf(built, failure as Failure);
      if (row === undefined) {
        expect(NOT_EVERYWHERE).toContain(failure);
        return;
      }
      const what = scenarioOf(failure as Failure, row);
      const run = mustPass(built, what);
      const [found] = run.detections;
      if (!row.covered || found?.latencyMs == null) {
        expect(found?.latencyMs ?? null).toBeNull();
        return;
      }
      expect(row.reasons).toContain(found.reason);
      expect(found.latencyMs).toBeLessThanOrEqual(row.boundMs ?? 0);
      if (!PROMPT.includes(failure as Failure)) expect(found.latencyMs).toBeGreaterThan(0.6 * (row.boundMs ?? 0));
    });

    if (!part.long(chip, index)) return;

    test.each(forgetsAfterS())('a translator that forgets after %d s of silence: kept open, or noticed', (s) => {
      mustPass(built, checked(natOutlived(built, s)));
    });

    test('a translator that forgets', () => {
      mustPass(built, checked(natForgets(rowOf(built, 'nat-forgot'))));
    });

    test('a peer that lives and keeps to the spec is never closed', () => {
      mustPass(built, checked(lives(restS())));
    });
  });
}

/** All periods of this table are shorter than a minute: where time is short, so is the translator's memory. */
function forgetsAfterS(): readonly number[] {
  return isFew ? [60] : NAT_FORGETS_AFTER_S.slice(isWhole ? 0 : -1);
}

/** A day where time allows. */
function restS(): number {
  return isWhole ? 86_400 : REST_S;
}
