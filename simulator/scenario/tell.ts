import type { Stage } from './stage.ts';

/** Reports what is done now. */
export function tell(stage: Pick<Stage, 'recorder'>, text: string): void {
  stage.recorder.report({ kind: 'step', text });
}
