import type { SchemaNode } from '../../../document/shape/schema.ts';
import { SOCKET_AND_METHOD_KEYS } from '../../methods/keys.ts';
import { MESSAGE_DEFS } from '../../protocols/messages/schema.ts';
import { MCU, TIMER } from './device.ts';
import {
  CALL_EVERY,
  COUNTERS,
  DEFS,
  DETECTION,
  FIRST_KEYS,
  HEAD,
  MINIMAL_EXAMPLE,
  OUT,
  SENT_HOOK,
  TRACE,
  WATCHDOG,
  WATCHED,
} from './general.ts';
import { methodDefs, socketKeys, topLevelKeys } from './method-keys.ts';
import { NETWORK, RETRANSMISSION } from './network.ts';
import { SOCKETS } from './sockets.ts';
import { WIRING } from './wiring.ts';

const KEYS = SOCKET_AND_METHOD_KEYS;

/** The schema of the whole spec; `schemas/spec.schema.json` is its text. */
export const SPEC_SCHEMA: SchemaNode & typeof HEAD = {
  ...HEAD,
  required: ['chip', ...KEYS.filter(({ required }) => required).map(({ key }) => key)],
  examples: [MINIMAL_EXAMPLE],
  properties: {
    ...FIRST_KEYS,
    ...topLevelKeys(KEYS),
    out: OUT,
    detection: DETECTION,
    counters: COUNTERS,
    sentHook: SENT_HOOK,
    timer: TIMER,
    mcu: MCU,
    wiring: WIRING,
    network: NETWORK,
    retransmission: RETRANSMISSION,
    trace: TRACE,
    watchdog: WATCHDOG,
    callEveryMs: CALL_EVERY,
    watched: WATCHED,
    sockets: withSocketKeys(SOCKETS),
  },
  $defs: { ...DEFS, ...methodDefs(KEYS), ...MESSAGE_DEFS },
};

function withSocketKeys(sockets: SchemaNode): SchemaNode {
  const items = { ...sockets.items, properties: { ...sockets.items?.properties, ...socketKeys(KEYS) } };
  return { ...sockets, items };
}
