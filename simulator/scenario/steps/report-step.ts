import type { StepAction } from '../../timeline.ts';
import type { Host } from '../peers/host.ts';
import type { Recorder } from '../testbed/recorder.ts';

/** Reports a step as done at the current time. */
export function reportStep(bed: { readonly recorder: Recorder }, text: string, action?: StepAction): void {
  // The timeline's documents call the action `deed`.
  bed.recorder.report({ kind: 'step', text, ...(action === undefined ? {} : { deed: action }) });
}

/** `client`, or `each of clients`. */
export function subject(name: string, hosts: readonly Host[]): string {
  return hosts.length === 1 ? (hosts[0]?.role.name ?? name) : `each of ${name}`;
}
