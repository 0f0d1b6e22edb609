import type { MessagePlan } from '../../../contract/device.ts';
import type { SocketSpec } from '../../../contract/spec.ts';
import { MS_PER_S } from '../../../values/time.ts';
import { neededBytes } from '../../protocols/messages/message.ts';

export interface AskPlan {
  readonly message: MessagePlan;
  /** Null: any data is an answer. */
  readonly answer: null | { readonly message: MessagePlan; readonly pass: boolean };
  readonly afterIdleMs: number;
  readonly withinMs: number;
  readonly tries: number;
}

declare module '../../../contract/device.ts' {
  interface WatchPlan {
    readonly ask: AskPlan | null;
  }
}

export function planAsk(ask: NonNullable<SocketSpec['ask']>): AskPlan {
  const { answer, afterIdleS, withinS, tries } = ask;
  return {
    message: neededBytes(ask),
    answer: answer && { message: neededBytes(answer), pass: answer.pass },
    afterIdleMs: afterIdleS * MS_PER_S,
    withinMs: withinS * MS_PER_S,
    tries,
  };
}
