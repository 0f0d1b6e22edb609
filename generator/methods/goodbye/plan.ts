import type { MessagePlan } from '../../../contract/device.ts';

export interface GoodbyePlan {
  /** Null: orderly stops without a message. */
  readonly message: MessagePlan | null;
}

declare module '../../../contract/device.ts' {
  interface WatchPlan {
    readonly goodbye: GoodbyePlan | null;
  }
}
