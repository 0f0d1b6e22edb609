/**
 * Each method alone and in the pairs that meet, against each way in which a peer goes: what `explain` promises in each
 * cell of its table, and in none, is what comes of it on the simulated chip.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Failure } from '../../contract/promises.ts';
import { type Built, CHIPS } from '../whole/firmware.ts';
import { mustPass, scenario } from '../whole/play.ts';
import { isFew, isWhole } from '../whole/share.ts';
import {
  checked,
  FAILURES,
  HELLO,
  lives,
  METHODS,
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

const ROWS = Object.entries(METHODS).map(([name, row], index) => [name, { ...row, index }] as const);

describe.each(ROWS)('%s', (_name, { spec, index, chips = CHIPS }) => {
  describe.each(chips)('%s', (chip) => {
    let built: Built;
    beforeAll(async () => {
      built = await firmware(chip, spec);
    });

    test.each(failuresOn(chip, index))('%s', (failure) => {
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

    if (!playsLongRuns(chip, index)) return;

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
});

/**
 * Methods lie above the chip's layer. So the W5500 plays every cell, and the W5200 every method with a third of the
 * failures and every failure with a third of the methods; `npm run test:sweeps` plays the rest.
 */
function failuresOn(chip: (typeof CHIPS)[number], row: number): readonly string[] {
  const all = Object.keys(FAILURES);
  return chip === 'W5500' || isWhole ? all : all.filter((_, column) => (row + column) % 3 === 0);
}

/** Those of every third method, other ones on each chip, except in the sweeps. */
function playsLongRuns(chip: (typeof CHIPS)[number], row: number): boolean {
  return isWhole || row % 3 === CHIPS.indexOf(chip);
}

/** All periods of this table are shorter than a minute: where time is short, so is the translator's memory. */
function forgetsAfterS(): readonly number[] {
  return isFew ? [60] : NAT_FORGETS_AFTER_S.slice(isWhole ? 0 : -1);
}

/** A day where time allows. */
function restS(): number {
  return isWhole ? 86_400 : REST_S;
}

/** What explain calls typical: the mean over moments spread evenly, a tenth of the period apart. */
describe('typical times', () => {
  const PHASES = 10;
  /** Between two of its own probes, heartbeats or questions; or right after the peer's data, between two checks. */
  const cases = [
    ['probe', 'probe', 2000, 'between'],
    ['heartbeat of the device', 'data', 4000, 'between'],
    ['question, any answer', 'ask', 4000, 'between'],
    ['idle limit', 'idle', 2000, 'after data'],
    ['heartbeat of any data', 'heartbeat', 0, 'after data'],
  ] as const;
  test.each(cases)('%s', async (name, method, periodMs, when) => {
    const built = await firmware('W5500', METHODS[name]?.spec ?? {});
    const latencies = Array.from({ length: PHASES }, (_, index) => {
      const phase = { do: 'wait', for: { ms: 1 + ((index + 0.5) * periodMs) / PHASES } };
      const [connect, send, echo, pause] = HELLO;
      const steps =
        when === 'between' ? [...HELLO, { do: 'wait', for: { s: 20 } }, phase] : [connect, phase, send, echo, pause];
      const death = [{ do: 'cut' }, { do: 'wait-until', peer: 'client', is: 'detected' }];
      const what = scenario([...steps, ...death], { expect: { detected: [{ peer: 'client', as: 'cable-cut' }] } });
      return mustPass(built, what).detections[0]?.latencyMs ?? Number.NaN;
    });
    const mean = latencies.reduce((sum, latency) => sum + latency, 0) / PHASES;
    const typicalMs = rowOf(built, 'cable-cut')?.methods.find((it) => it.method === method)?.typicalMs ?? Number.NaN;
    expect(mean / typicalMs).toBeGreaterThan(0.85);
    expect(mean / typicalMs).toBeLessThan(1.15);
  });
});

const MEASURED_S = isFew ? 300 : 600;
describe('what a day of an idle connection costs, measured over minutes', () => {
  const cases = ['probe', 'chip timer', 'heartbeat of the device', 'heartbeat of the peer', 'question and answer'];
  test.each(cases)('%s', async (name) => {
    const built = await firmware('W5500', METHODS[name]?.spec ?? {});
    const steps = [...HELLO, { do: 'wait', for: { s: 60 } }, { do: 'wait', for: { s: MEASURED_S } }];
    const run = mustPass(built, scenario(steps, { expect: { alive: ['client'] } }));
    const endNs = run.stats.simulatedMs * 1e6;
    const frames = run.timeline.filter(
      (event) => event.kind === 'frame' && event.summary.startsWith('TCP') && event.atNs > endNs - MEASURED_S * 1e9,
    );
    const packetsPerDay = built.plan.sockets[0]?.costs.reduce((sum, cost) => sum + cost.packetsPerDay, 0) ?? 0;
    const share = (frames.length * 86_400) / MEASURED_S / packetsPerDay;
    expect(share).toBeLessThanOrEqual(1.01);
    expect(share).toBeGreaterThan(0.7);
  });
});
