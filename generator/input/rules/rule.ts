import type { ClockPlan } from '../../../contract/board.ts';
import type { SpecContext, SpecRule } from '../../../contract/rule.ts';
import type { Spec } from '../../../contract/spec.ts';
import type { Chip } from '../../chips/chip.ts';
import type { GivenWiring } from '../../cubemx/use.ts';
import type { Line } from '../../hardware/families.ts';
import type { Part } from '../../hardware/parts.ts';
import type { Platform } from '../../platforms/platform.ts';
import { PLATFORMS } from '../../platforms/registry.ts';

/** What rules look at: the spec, and the rows of the catalogue that it names. */
export interface RuleContext extends SpecContext {
  readonly part: Part;
  readonly line: Line;
  readonly chip: Chip;
  /** Null when the part cannot make the clock; only `clock/…` rules say so, the others then have nothing to judge. */
  readonly clock: ClockPlan | null;
}

/** Whether pins, timer and clock of the spec are the firmware's, and not those of a project that it joins. */
export function ownsBoard({ mcu }: Spec): boolean {
  const platform: Platform = PLATFORMS[mcu.platform];
  return platform.isGuest !== true;
}

/** The platforms that join a project. */
export const GUESTS: readonly string[] = Object.values(PLATFORMS as Readonly<Record<string, Platform>>).flatMap(
  ({ isGuest, name }) => (isGuest === true ? [name] : []),
);

const WIRING = ['spi', 'cs', 'reset', 'interrupt'] as const;

/** What the text says of the wiring, without what came from the project. */
export function givenWiring({ spec, given }: RuleContext): GivenWiring {
  return Object.fromEntries(WIRING.flatMap((key) => (given(`/wiring/${key}`) ? [[key, spec.wiring[key]]] : [])));
}

export type Rule = SpecRule<RuleContext>;

/** Everything that the system clock rests on. */
export const CLOCK_NEEDS = ['/mcu/part', '/mcu/clock/source', '/mcu/clock/hseHz', '/mcu/clock/sysclkHz'] as const;
