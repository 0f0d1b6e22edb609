import { BUILT_IN } from '../../simulator/scenario/builtin.ts';
import { ours, passed, planFor } from './firmware.ts';
import type { BenchRow } from './row.ts';

/** Failures that probes or retransmissions find; each at every seed meets the ticks in another phase. */
const SCENARIOS = ['cable-cut', 'power-cut', 'peer-reboot', 'cut-while-sending', 'all-slots-dead'];
const SEEDS = 20;

/** Measured detection latency over the bound that `explain` prints: above 1 it is broken, far below it is idle. */
export async function latency(chip: string): Promise<BenchRow[]> {
  const plan = planFor({ chip });
  const engine = await ours(plan, 'host');
  return SCENARIOS.map((name) => {
    const scenario = BUILT_IN.find((it) => it.name === name);
    if (scenario === undefined) throw new Error(`no scenario ${name}`);
    const detections = Array.from({ length: SEEDS }, (_, seed) => passed(plan, engine, scenario, 1 + seed)).flatMap(
      (run) => run.detections.filter(({ boundMs, latencyMs }) => boundMs !== null && latencyMs !== null),
    );
    const ratios = detections.map(({ boundMs, latencyMs }) => (latencyMs ?? 0) / (boundMs ?? 1));
    const longestMs = Math.max(...detections.map(({ latencyMs }) => latencyMs ?? 0));
    const boundMs = Math.max(...detections.map((detection) => detection.boundMs ?? 0));
    return {
      what: `detection, ${name}, ${SEEDS} seeds, ${chip}`,
      ours: `up to ${(longestMs / 1000).toFixed(3)} s`,
      reference: `${(boundMs / 1000).toFixed(3)} s predicted`,
      value: [Math.min(...ratios), Math.max(...ratios)] as const,
      goal: { atLeast: 0.8, atMost: 1 },
      unit: '×',
    };
  });
}
