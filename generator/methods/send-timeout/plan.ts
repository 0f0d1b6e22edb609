export interface SendTimeoutPlan {
  readonly withinMs: number;
}

declare module '../../../contract/device.ts' {
  interface WatchPlan {
    readonly 'send-timeout': SendTimeoutPlan | null;
  }
}
