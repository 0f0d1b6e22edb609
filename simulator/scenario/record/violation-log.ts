import type { TimelineEvent } from '../../timeline.ts';

type Violation = TimelineEvent & { readonly kind: 'violation' };
/** An event of the timeline whose repeats are still being counted. */
type Counted = { -readonly [Key in keyof Violation]: Violation[Key] };

export interface ViolationLog {
  /** Counts the violation if an equal one was kept before, or if its rule has too many different ones; true then. */
  repeats(event: Violation): boolean;
  /** The event for the timeline, which goes on counting. */
  keep(event: Violation): Violation;
}

/** Different violations of one rule that are kept; the text holds addresses and times, so that they can be many. */
const MOST_DIFFERENT = 50;

/** A program repeats most of its errors in every loop: equal violations are one event with a count. */
export function createViolationLog(): ViolationLog {
  const byText = new Map<string, Counted>();
  const byRule = new Map<string, { different: number; last: Counted }>();
  const keyOf = ({ rule, excused }: Violation): string => `${rule} ${excused ?? false}`;
  return {
    repeats(event) {
      const key = keyOf(event);
      const ofRule = byRule.get(key);
      const isFull = ofRule !== undefined && ofRule.different >= MOST_DIFFERENT;
      const earlier = byText.get(`${key} ${event.text}`) ?? (isFull ? ofRule.last : undefined);
      if (earlier === undefined) return false;
      earlier.times = (earlier.times ?? 1) + 1;
      earlier.lastNs = event.atNs;
      return true;
    },
    keep(event) {
      const key = keyOf(event);
      const different = (byRule.get(key)?.different ?? 0) + 1;
      const text = different < MOST_DIFFERENT ? event.text : `${event.text}, and others by this rule`;
      const kept: Counted = { ...event, text };
      byText.set(`${key} ${event.text}`, kept);
      byRule.set(key, { different, last: kept });
      return kept;
    },
  };
}
