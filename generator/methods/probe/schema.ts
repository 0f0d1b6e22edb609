import type { SchemaNode } from '../../../document/shape/schema.ts';
import type { KeySchema } from '../method.ts';

const KEYS = {
  NO_DATA_PERIOD: {
    title: 'Silence before probing, in seconds',
    description: 'Seconds without received data after which the countdown to a probe begins.',
    type: 'integer',
    minimum: 1,
    maximum: 86400,
    examples: [10, 60],
  },
  KA_SEND_PERIOD: {
    title: 'Time between probes, in seconds',
    description: 'Seconds from the end of NO_DATA_PERIOD to the first probe, and from each probe to the next.',
    type: 'integer',
    minimum: 1,
    maximum: 86400,
    examples: [5, 10],
  },
  by: {
    title: 'Who counts',
    description:
      "timer: the STM32's timer and the command SEND_KEEP, as in the application note. chip: the W5500's own timer, Sn_KPALVTR, which has one period of 5 to 1275 s in steps of 5; NO_DATA_PERIOD and KA_SEND_PERIOD are then the same.",
    enum: ['timer', 'chip'],
    default: 'timer',
    examples: ['timer'],
  },
  firstProbe: {
    title: 'First probe',
    description:
      'note: as the application note counts, NO_DATA_PERIOD + KA_SEND_PERIOD - 1 ticks after the last data. at-NO_DATA_PERIOD: when NO_DATA_PERIOD has passed.',
    enum: ['note', 'at-NO_DATA_PERIOD'],
    default: 'note',
    examples: ['note'],
  },
} satisfies Readonly<Record<string, SchemaNode>>;

/** The key `keepalive`. */
export const probeSchema: KeySchema = {
  title: 'Keepalive',
  description: 'When a silent connection is probed, for all sockets that say nothing else.',
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
    'What is given here wins over the keepalive of the top level, key by key. null: these sockets are never probed.',
  type: ['object', 'null'],
  additionalProperties: false,
  examples: [{ NO_DATA_PERIOD: 60 }],
  properties: { NO_DATA_PERIOD, KA_SEND_PERIOD, by: withoutDefault(by), firstProbe: withoutDefault(firstProbe) },
};

function withoutDefault({ default: _, ...node }: SchemaNode): SchemaNode {
  return node;
}
