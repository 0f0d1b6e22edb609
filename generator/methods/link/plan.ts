import type { Spec } from '../../../contract/spec.ts';
import { MS_PER_S } from '../../../values/time.ts';

/** A PHY takes longer than this to negotiate a link again, so no loss of it is overlooked. */
const LOOK_MS = 100;

export interface LinkPlan {
  readonly onDown: 'close' | 'hold';
  /** How long the link may be down before connections end; 0 with `close`. */
  readonly holdMs: number;
  /** From one look at the PHY to the next. */
  readonly lookMs: number;
}

declare module '../../../contract/device.ts' {
  interface DeviceWatchPlan {
    /** Null: the local PHY link is not looked at. */
    readonly link: LinkPlan | null;
  }
}

export function planLink({ onDown, holdS }: NonNullable<Spec['link']>): LinkPlan | null {
  if (onDown === 'ignore') return null;
  return { onDown, holdMs: onDown === 'hold' ? (holdS ?? 0) * MS_PER_S : 0, lookMs: LOOK_MS };
}
