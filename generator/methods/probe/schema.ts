import type { SchemaNode } from '../../../document/shape/schema.ts';
import type { KeySchema } from '../method.ts';

const KEYS = {
  NO_DATA_PERIOD: {
    title: 'Silence before probing, in seconds',
    description: 'Seconds without received data until the counter of KA_SEND_PERIOD starts.',
    type: 'integer',
    minimum: 1,
    maximum: 86400,
    examples: [10, 60],
  },
  KA_SEND_PERIOD: {
    title: 'Time between probes, in seconds',
    description:
      'Seconds from each probe to the next one. The first probe is sent at most NO_DATA_PERIOD + KA_SEND_PERIOD - 1 s after the last data (see firstProbe); the bounds count one second more as a margin.',
    type: 'integer',
    minimum: 1,
    maximum: 86400,
    examples: [5, 10],
  },
  by: {
    title: 'Who counts',
    description:
      "timer: the STM32's timer counts, and the firmware gives the command SEND_KEEP. chip: the W5500's own timer (register Sn_KPALVTR) sends the probes. It has only one period, 5 to 1275 s in steps of 5; NO_DATA_PERIOD and KA_SEND_PERIOD must then be equal.",
    enum: ['timer', 'chip'],
    default: 'timer',
    examples: ['timer'],
  },
  firstProbe: {
    title: 'First probe',
    description:
      'When the first probe is sent. note (as in the application note whose names NO_DATA_PERIOD and KA_SEND_PERIOD are): NO_DATA_PERIOD + KA_SEND_PERIOD - 1 seconds after the last data. at-NO_DATA_PERIOD: NO_DATA_PERIOD seconds after the last data.',
    enum: ['note', 'at-NO_DATA_PERIOD'],
    default: 'note',
    examples: ['note'],
  },
} satisfies Readonly<Record<string, SchemaNode>>;

/** The key `keepalive`. */
export const probeSchema: KeySchema = {
  title: 'Keepalive',
  description:
    'When the device sends probes on a connection without received data. For all sockets that have no "keepalive" of their own.',
  type: 'object',
  additionalProperties: false,
  required: ['NO_DATA_PERIOD', 'KA_SEND_PERIOD'],
  examples: [
    {
      NO_DATA_PERIOD: 10,
      KA_SEND_PERIOD: 5,
    },
  ],
  properties: KEYS,
};

const { NO_DATA_PERIOD, KA_SEND_PERIOD, by, firstProbe } = KEYS;

/** The key `keepalive` of an entry of `sockets`. */
export const probeSocketSchema: KeySchema = {
  title: 'Keepalive of these sockets',
  description:
    'Replaces single keys of the top-level keepalive for these sockets. null: these sockets are never probed.',
  type: ['object', 'null'],
  additionalProperties: false,
  examples: [{ NO_DATA_PERIOD: 60 }],
  properties: { NO_DATA_PERIOD, KA_SEND_PERIOD, by: withoutDefault(by), firstProbe: withoutDefault(firstProbe) },
};

function withoutDefault({ default: _, ...node }: SchemaNode): SchemaNode {
  return node;
}
