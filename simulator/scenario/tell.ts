import type { StepDeed } from '../timeline.ts';
import type { Stage } from './stage.ts';

/** Reports what is done now. */
export function tell(stage: Pick<Stage, 'recorder'>, text: string, deed?: StepDeed): void {
  stage.recorder.report({ kind: 'step', text, ...(deed === undefined ? {} : { deed }) });
}
