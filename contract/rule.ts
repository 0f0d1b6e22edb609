/** Rules that look at more than one value of a spec. Shape and simple ranges belong to the schema. */
import type { Spec } from './spec.ts';

/** What every rule may look at. */
export interface SpecContext {
  readonly spec: Spec;
  /** Whether the user wrote a value at this pointer (otherwise it is a default). */
  readonly given: (pointer: string) => boolean;
  /** Whether the value at this pointer can be relied upon. */
  readonly sound: (pointer: string) => boolean;
}

export interface RuleFinding {
  readonly pointer: string;
  /** What was found, what is allowed, the nearest that works. */
  readonly message: string;
}

export interface SpecRule<Context extends SpecContext> {
  /** Topic and what must hold, for example `timer/prescaler-exact`. */
  readonly id: string;
  /** Pointers of all values that the rule reads; `*` stands for any list index. It runs only when they are sound. */
  readonly needs: readonly string[];
  /** Of several findings at one pointer, only the first is reported. */
  readonly check: (context: Context) => readonly RuleFinding[];
}
