import type { ClockPlan } from '../../../contract/board.ts';
import type { Spec } from '../../../contract/spec.ts';
import type { Chip } from '../../chips/chips.ts';
import type { Line } from '../../hardware/families.ts';
import type { Part } from '../../hardware/parts.ts';

/** What rules look at: the spec, and the rows of the catalogue that it names. */
export interface RuleContext {
  readonly spec: Spec;
  readonly part: Part;
  readonly line: Line;
  readonly chip: Chip;
  /** Null when the part cannot make the clock; only `clock/…` rules say so, the others then have nothing to judge. */
  readonly clock: ClockPlan | null;
  /** Whether the user wrote a value at this pointer (otherwise it is a default). */
  readonly given: (pointer: string) => boolean;
  /** Whether the value at this pointer can be relied upon. */
  readonly sound: (pointer: string) => boolean;
}

export interface Finding {
  readonly pointer: string;
  /** What was found, what is allowed, the nearest that works. */
  readonly message: string;
}

/** A rule that looks at more than one value, or that needs the catalogue. Shape and simple ranges are the schema's. */
export interface Rule {
  /** Topic and what must hold, for example `timer/prescaler-exact`. */
  readonly id: string;
  /** Pointers of all values that the rule reads; `*` stands for any list index. It runs only when they are sound. */
  readonly needs: readonly string[];
  readonly check: (context: RuleContext) => readonly Finding[];
}

/** Everything that the system clock rests on. */
export const CLOCK_NEEDS = ['/mcu/part', '/mcu/clock/source', '/mcu/clock/hseHz', '/mcu/clock/sysclkHz'] as const;
