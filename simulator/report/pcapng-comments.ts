/** What a capture says beside its packets. */
import type { TimelineEvent } from '../timeline.ts';

export type FrameEvent = Extract<TimelineEvent, { kind: 'frame' }>;

/** What becomes of a frame; `lostLater`: what was decided about it on its way. */
export function fateOf({ lost, impaired = [] }: FrameEvent, lostLater?: string): readonly string[] {
  const why = lost ?? lostLater;
  return [...(why === undefined ? [] : [`lost: ${why}`]), ...impaired.map((how) => `on its way: ${how}`)];
}

/** What the wire does not show by itself. */
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
      return [`not allowed (${event.rule}): ${event.text}`];
    default:
      return [];
  }
}
