export interface HealthPlan {
  readonly everyMs: number;
}

declare module '../../../contract/device.ts' {
  interface DeviceWatchPlan {
    /** Null: the chip is looked at by no more than what every poll reads. */
    readonly health: HealthPlan | null;
  }
}
