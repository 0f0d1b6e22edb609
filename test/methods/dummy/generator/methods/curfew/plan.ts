import type { MessagePlan } from '../../../contract/device.ts';

export interface CurfewPlan {
  readonly message: MessagePlan | null;
  readonly afterMs: number;
}

declare module '../../../contract/device.ts' {
  interface WatchPlan {
    readonly curfew: CurfewPlan | null;
  }
}
