/** The method matrix of firmware that owns its board, what times are typical, and what a day costs. */
import { describe, expect, test } from 'vitest';
import { CHIPS } from '../whole/firmware.ts';
import { mustPass, scenario } from '../whole/play.ts';
import { isFew, isWhole } from '../whole/share.ts';
import { methodMatrix } from './matrix-suite.ts';
import { FAILURES, HELLO, METHODS, rowOf } from './methods.ts';
import { firmware } from './rig.ts';

methodMatrix({ failures: failuresOn, long: playsLongRuns });

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
