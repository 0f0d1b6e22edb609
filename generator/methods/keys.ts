import type { MessageKeyPlace } from '../protocols/messages/place.ts';
import { PROTOCOL_KEY } from '../protocols/schema.ts';
import { websocketKey } from '../protocols/websocket/schema.ts';
import { TRAFFIC_KEY } from '../traffic/schema.ts';
import type { SpecKey } from './method.ts';
import { METHODS } from './registry.ts';

/** With the keys of methods that stand in it. */
const WEBSOCKET_KEY: SpecKey = websocketKey(
  Object.fromEntries(METHODS.flatMap(({ spec }) => (spec?.within === 'websocket' ? [[spec.key, spec.schema]] : []))),
);

/** The keys of a spec that configure methods, and others that sockets take from the top level. */
export const SOCKET_AND_METHOD_KEYS: readonly SpecKey[] = [
  ...METHODS.flatMap(({ spec }) => (spec === undefined || spec.within !== undefined ? [] : [spec])),
  PROTOCOL_KEY,
  WEBSOCKET_KEY,
  TRAFFIC_KEY,
];

/** Those that a socket takes from the top level unless its entry has them. */
export const INHERITED_KEYS: readonly SpecKey[] = SOCKET_AND_METHOD_KEYS.filter(({ scope }) => scope === 'socket');

/** Every place of a message in a spec. */
export const MESSAGE_PLACES: readonly MessageKeyPlace[] = METHODS.flatMap(({ spec, messages = [] }) =>
  messages.flatMap((place) => (spec === undefined ? [] : [{ key: spec.key, place }])),
);
