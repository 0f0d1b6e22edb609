import type { MessagePlan } from '../../../contract/device.ts';

/** What is sent. */
export type PrimerPlan = MessagePlan;

declare module '../../../contract/device.ts' {
  interface WatchPlan {
    readonly primer: PrimerPlan | null;
  }
}
