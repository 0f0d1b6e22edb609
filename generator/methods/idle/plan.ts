import type { SocketSpec } from '../../../contract/spec.ts';
import { MS_PER_S } from '../../../values/time.ts';

export interface IdlePlan {
  readonly closeAfterMs: number;
  readonly checkEveryMs: number;
}

declare module '../../../contract/device.ts' {
  interface WatchPlan {
    readonly idle: IdlePlan | null;
  }
}

export function planIdle({ closeAfterS, checkEveryS }: NonNullable<SocketSpec['idle']>): IdlePlan {
  return { closeAfterMs: closeAfterS * MS_PER_S, checkEveryMs: checkEveryS * MS_PER_S };
}
