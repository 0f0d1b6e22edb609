import type { StepAction } from '../../timeline.ts';
import type { Recorder } from './recorder.ts';

/** Reports a step as done at the current time. */
export function reportStep({ recorder }: { readonly recorder: Recorder }, text: string, action?: StepAction): void {
  // The timeline's documents call the action `deed`.
  recorder.report({ kind: 'step', text, ...(action === undefined ? {} : { deed: action }) });
}
