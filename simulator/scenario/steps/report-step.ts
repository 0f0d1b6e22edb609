import type { StepDeed } from '../../timeline.ts';
import type { Host } from '../peers/host.ts';
import type { Stage } from '../testbed/test-bed.ts';

/** Reports what is done now. */
export function tell(stage: Pick<Stage, 'recorder'>, text: string, deed?: StepDeed): void {
  stage.recorder.report({ kind: 'step', text, ...(deed === undefined ? {} : { deed }) });
}

/** `client`, or `each of clients`. */
export function subject(name: string, hosts: readonly Host[]): string {
  return hosts.length === 1 ? (hosts[0]?.role.name ?? name) : `each of ${name}`;
}
