import type { DevicePlan, DeviceSocket } from '../../contract/device.ts';
import type { FarSideOf, SignOfLife } from '../../contract/far-side.ts';
import { MessageReader } from '../protocols/messages/reader.ts';
import { WebsocketClient } from '../protocols/websocket/client.ts';
import { trafficOf } from '../traffic/traffic.ts';
import { METHODS } from './registry.ts';
import { SIGNS_WITHIN } from './sign-of-life.ts';
import { messagesOf, methodsOf, type UsedMethod } from './used.ts';

/** Said again and again, by whatever method. */
const REPEATED = METHODS.flatMap(({ messages = [] }) => messages)
  .filter(({ isSaid, isOnce, isLast }) => isSaid && !isOnce && !isLast)
  .map(({ name }) => name);

/** The far side of a socket, from the methods that the socket uses. */
export const farSideOf: FarSideOf = (device, socket) => {
  const used = methodsOf(device, socket);
  const messages = messagesOf(used);
  return {
    fromDevice: messages.filter(({ isSaid }) => isSaid),
    repeated: REPEATED,
    sendsAtIntervals: used.some(({ method, numbers }) => (method.sends?.(numbers)?.firstAfterMs ?? 0) > 0),
    toDevice: messages.filter(({ isSought }) => isSought),
    signOfLife: signOfLife(used),
    isInvolved: used.some(({ method }) => method.messages !== undefined || method.mustReceive !== undefined),
    allowedCloses: used.flatMap(({ method, numbers }) => method.allowedCloses?.(numbers) ?? []),
    traffic: trafficOf(socket.peerTraffic),
    frames: (client) =>
      socket.websocket === null ? null : new WebsocketClient(socket.websocket, hostOf(device, socket), client),
    read: (sought) => new MessageReader(sought),
  };
};

/** As a browser's Host: without the usual port. */
function hostOf({ network }: Pick<DevicePlan, 'network'>, { port }: DeviceSocket): string {
  return `${network.ip.join('.')}${port === 80 ? '' : `:${port}`}`;
}

/** One message for all methods that must receive something, at the pace that the strictest asks for. */
function signOfLife(used: readonly UsedMethod[]): SignOfLife | null {
  const needs = used.flatMap(({ method, numbers }) => method.mustReceive?.(numbers) ?? []);
  if (needs.length === 0) return null;
  const bytes = needs.find((it) => it.bytes !== null)?.bytes ?? null;
  return { bytes, everyMs: Math.min(...needs.map(({ withinMs }) => withinMs)) / SIGNS_WITHIN };
}
