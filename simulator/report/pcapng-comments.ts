/** The comments in a capture. */
import type { TimelineEvent } from '../timeline.ts';

export type FrameEvent = Extract<TimelineEvent, { kind: 'frame' }>;

/** Whether a frame is lost or impaired; `lostLater`: why it was lost in flight. */
export function fateOf({ lost, impaired = [] }: FrameEvent, lostLater?: string): readonly string[] {
  const why = lost ?? lostLater;
  return [...(why === undefined ? [] : [`lost: ${why}`]), ...impaired.map((how) => `on the wire: ${how}`)];
}

/** Events that are not frames, as comments. */
export function commentsOf(event: TimelineEvent): readonly string[] {
  switch (event.kind) {
    case 'step':
      return [event.text];
    case 'firmware':
      return [
        `firmware: ${event.what === 'ended' ? `socket ${event.socket} ended, reason ${event.reason}` : event.text}`,
      ];
    case 'trace':
      return [`trace: ${event.text}`];
    case 'violation':
      return [`violation (${event.rule}): ${event.text}`];
    default:
      return [];
  }
}
