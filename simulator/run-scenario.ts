import type { WhyUndetected } from '../contract/promises.ts';
import { type CommandNames, repeatCommand } from './repeat-command.ts';
import { type PlayInput, playScenario } from './scenario/play.ts';
import { judge } from './verdict/judge.ts';
import type { Run } from './verdict/judged-run.ts';

export interface RunInput extends Omit<PlayInput, 'externalFirmware'>, CommandNames {
  /** Words for verdicts on failures that nothing detects; absent: verdicts do not say why. */
  readonly whyUndetected?: WhyUndetected;
}

/**
 * Plays a scenario against the firmware in an engine and judges it by the plan. Deterministic: everything random comes
 * from the seed. Returns a failing verdict, and does not throw, for firmware that is stuck, traps or returns.
 */
export function runScenario(input: RunInput): Run {
  const { plan, scenario, whyUndetected, elfFile } = input;
  const { played, engine, seed, stats } = playScenario({ ...input, externalFirmware: elfFile !== undefined });
  const judged = judge(whyUndetected === undefined ? played : { ...played, whyUndetected });
  const { verdict, reasons, detections, violations, failed } = judged;
  return {
    scenario: scenario.name,
    title: scenario.title,
    engine,
    seed,
    verdict,
    reasons:
      verdict === 'fail' ? [...reasons, repeatLine(repeatCommand(input, plan, scenario, engine, seed))] : reasons,
    detections,
    violations,
    failed,
    timeline: played.timeline,
    stats,
  };
}

/** The last reason of a run that failed. */
export function repeatLine(command: string): string {
  return `Repeat it with: ${command}`;
}
