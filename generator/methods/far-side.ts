import type { FarSideOf, SignOfLife } from '../../contract/far-side.ts';
import { messages } from '../protocols/messages/index.ts';
import { stream } from '../protocols/stream/index.ts';
import { SIGNS_WITHIN } from './sign-of-life.ts';
import { messagesOf, methodsOf, type UsedMethod } from './used.ts';

/** The far side of a socket, from the methods that the socket uses. */
export const farSideOf: FarSideOf = ({ link, health }, socket) => {
  const used = methodsOf({ socket, link, health });
  const all = messagesOf(used);
  const { read } = all.length === 0 ? stream : messages;
  return {
    fromDevice: all.filter(({ isSaid }) => isSaid),
    toDevice: all.filter(({ isSought }) => isSought),
    signOfLife: signOfLife(used),
    isInvolved: used.some(({ method }) => method.messages !== undefined || method.mustReceive !== undefined),
    allowedCloses: used.flatMap(({ method, numbers }) => method.allowedCloses?.(numbers) ?? []),
    read,
  };
};

/** One message for all methods that must receive something, at the pace that the strictest asks for. */
function signOfLife(used: readonly UsedMethod[]): SignOfLife | null {
  const needs = used.flatMap(({ method, numbers }) => method.mustReceive?.(numbers) ?? []);
  if (needs.length === 0) return null;
  const bytes = needs.find((it) => it.bytes !== null)?.bytes ?? null;
  return { bytes, everyMs: Math.min(...needs.map(({ withinMs }) => withinMs)) / SIGNS_WITHIN };
}
