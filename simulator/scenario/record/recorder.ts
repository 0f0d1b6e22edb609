import type { Clock } from '../../clock.ts';
import type { EventBody, Report, TimelineEvent } from '../../timeline.ts';
import { createViolationLog } from './violation-log.ts';

export interface Recorder {
  readonly report: Report;
  readonly events: readonly TimelineEvent[];
  /** The first event that did not fit came at this time; null while there is room. */
  readonly fullAtNs: number | null;
  /** Called after every event that was added to `events`, at its time; set once. */
  onEvent: (event: TimelineEvent) => void;
}

export interface RecorderOptions {
  readonly clock: Clock;
  /** Rules whose violations are not held against the firmware. */
  readonly accepted?: readonly string[];
  /** Called for each event as well. */
  readonly watch?: ((event: TimelineEvent) => void) | undefined;
  /** The most events that are kept. */
  readonly limit?: number;
}

/** A bound on memory, and on everything that is printed from the events. */
export const MOST_EVENTS = 2_000_000;

/** Keeps all reported events, stamped with virtual time. A violation that repeats is one event with a count. */
export function createRecorder({ clock, accepted = [], watch, limit = MOST_EVENTS }: RecorderOptions): Recorder {
  const events: TimelineEvent[] = [];
  const violations = createViolationLog();
  let fullAtNs: number | null = null;
  const recorder: Recorder = {
    events,
    get fullAtNs() {
      return fullAtNs;
    },
    onEvent: () => {},
    report: (body: EventBody) => {
      const stamped: TimelineEvent = { atNs: clock.nowNs, ...body };
      const isAccepted = body.kind === 'violation' && accepted.includes(body.rule);
      const event = stamped.kind === 'violation' && isAccepted ? { ...stamped, accepted: true as const } : stamped;
      if (event.kind === 'violation' && violations.repeats(event)) return;
      if (events.length >= limit) {
        fullAtNs ??= clock.nowNs;
        return;
      }
      const kept = event.kind === 'violation' ? violations.keep(event) : event;
      events.push(kept);
      watch?.(kept);
      recorder.onEvent(kept);
    },
  };
  return recorder;
}
