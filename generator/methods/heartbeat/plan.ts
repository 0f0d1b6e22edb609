import type { MessagePlan } from '../../../contract/device.ts';
import type { SocketSpec } from '../../../contract/spec.ts';
import { MS_PER_S } from '../../../values/time.ts';
import { messageBytes, neededBytes } from '../../protocols/messages/message.ts';

/** One of the two at least. */
export interface HeartbeatPlan {
  readonly send: null | { readonly message: MessagePlan; readonly everyMs: number };
  /** Any data is a sign of life. `message` is looked for, to be taken out or passed on; null: none is. */
  readonly expect: null | { readonly withinMs: number; readonly message: MessagePlan | null; readonly pass: boolean };
}

declare module '../../../contract/device.ts' {
  interface WatchPlan {
    readonly heartbeat: HeartbeatPlan | null;
  }
}

export function planHeartbeat({ send, expect }: NonNullable<SocketSpec['heartbeat']>): HeartbeatPlan {
  return {
    send: send && { message: neededBytes(send), everyMs: send.everyS * MS_PER_S },
    expect: expect && { withinMs: expect.withinS * MS_PER_S, message: messageBytes(expect), pass: expect.pass },
  };
}
