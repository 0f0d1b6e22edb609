/** How long a scenario can take at most. */
import type { Plan } from '../../../contract/plan.ts';
import { type Nanos, NS_PER_MS, NS_PER_S } from '../../clock.ts';
import { durationMs } from './duration.ts';
import type { Scenario, Step } from './scenario.generated.ts';

/** For the proof that ports listen again, and a little to spare. */
const AFTERWARDS_NS = 60 * NS_PER_S;

/** Every step ends by its own limit; the sum bounds the run even if the firmware never lets it end. */
export function longestNs(scenario: Scenario, plan: Plan): Nanos {
  return AFTERWARDS_NS + Math.ceil(longestMs(scenario.steps, plan) * NS_PER_MS);
}

function longestMs(steps: readonly Step[], plan: Plan): number {
  return steps.reduce((sum, step) => sum + stepMs(step, plan), 0);
}

function stepMs(step: Step, plan: Plan): number {
  if (step.do === 'repeat') return step.times * longestMs(step.steps, plan);
  if (step.do === 'wait') return durationMs(step.for, plan);
  return 'limit' in step ? durationMs(step.limit, plan) : 0;
}
