import type { Clock } from '../../clock.ts';
import type { EventBody, Report, TimelineEvent } from '../../timeline.ts';

export interface Recorder {
  readonly report: Report;
  readonly events: readonly TimelineEvent[];
  /** Called after every event, at its time; set once. */
  onEvent: (event: TimelineEvent) => void;
}

/** Keeps all reported events, stamped with virtual time. `watch` is called for each event as well. */
export function createRecorder(clock: Clock, watch?: (event: TimelineEvent) => void): Recorder {
  const events: TimelineEvent[] = [];
  const recorder: Recorder = {
    events,
    onEvent: () => {},
    report: (body: EventBody) => {
      const event: TimelineEvent = { atNs: clock.nowNs, ...body };
      events.push(event);
      watch?.(event);
      recorder.onEvent(event);
    },
  };
  return recorder;
}
