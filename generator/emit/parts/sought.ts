import type { Plan } from '../../../contract/plan.ts';
import { messagesOf, methodsOf } from '../../methods/used.ts';
import type { SoughtMessage } from '../../protocols/messages/sought.ts';

/** Every message that a socket looks for. */
export function soughtIn(plan: Plan): readonly SoughtMessage[] {
  return plan.sockets.flatMap((socket, place) =>
    messagesOf(methodsOf(plan, socket))
      .filter(({ isSought }) => isSought)
      .map(({ name, bytes, isPassedOn, isLast = false }) => ({
        socket: place,
        name,
        bytes,
        isPassedOn,
        isLast,
      })),
  );
}
