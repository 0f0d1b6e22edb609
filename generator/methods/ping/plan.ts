import type { SocketSpec } from '../../../contract/spec.ts';
import { MS_PER_S } from '../../../values/time.ts';

export interface PingPlan {
  readonly afterIdleMs: number;
  readonly withinMs: number;
  readonly tries: number;
}

declare module '../../../contract/device.ts' {
  interface WatchPlan {
    readonly ping: PingPlan | null;
  }
}

export type PingSpec = NonNullable<NonNullable<SocketSpec['websocket']>['ping']>;

export function planPing({ afterIdleS, withinS, tries }: PingSpec): PingPlan {
  return { afterIdleMs: afterIdleS * MS_PER_S, withinMs: withinS * MS_PER_S, tries };
}
