import type { BoardPlan, PlatformPlan } from '../../../contract/board.ts';
import type { Spec } from '../../../contract/spec.ts';
import type { PlatformRow, PlatformRows } from '../platform.ts';

/** What a firmware that joins a project calls the project's things. */
export interface GuestPlan extends PlatformPlan {
  readonly names: {
    readonly spi: string;
    /** Null: the spec does not name it. */
    readonly cs: string | null;
    /** Null: not wired. */
    readonly reset: string | null;
    readonly interrupt: string | null;
    /** Other devices are on the same SPI. */
    readonly sharedBus: boolean;
  };
}

export function projectNames({ spi, cs, reset, interrupt, sharedBus }: Spec['wiring']): GuestPlan['names'] {
  return { spi, cs: cs === '' ? null : cs, reset, interrupt, sharedBus };
}

export function projectNamesOf({ platform }: BoardPlan): GuestPlan['names'] {
  return (platform as GuestPlan).names;
}

/** What `explain` says of the project's SPI and pins. */
export function guestRows(board: BoardPlan): PlatformRows {
  const { cs, interrupt, reset, sharedBus } = projectNamesOf(board);
  const lock: PlatformRow = sharedBus
    ? ['bus', 'shared', 'your kw_port_lock and kw_port_unlock are called around each frame']
    : ['bus', 'of the chip alone', 'wiring.sharedBus'];
  return {
    clock: [],
    spi: [lock],
    pins: [
      ['cs', cs ?? 'your choice', 'SCSn'],
      ['reset', reset ?? 'not wired', reset === null ? 'the chip is reset over SPI' : 'RSTn'],
      ['interrupt', interrupt ?? 'not wired', interrupt === null ? 'the chip is asked over SPI' : 'INTn'],
    ],
  };
}
