import type { SchemaNode } from '../../../document/shape/schema.ts';
import { CHIPS } from '../../chips/registry.ts';

/** Of the largest chip; a rule holds a spec against the sockets of its own. */
const MOST_SOCKETS = Math.max(...Object.values(CHIPS).map(({ sockets }) => sockets));

/** The key `sockets`, without the keys of methods. */
export const SOCKETS: SchemaNode = {
  title: 'Sockets',
  description:
    'TCP servers and clients. The chip has eight sockets and 16 KiB of buffer each way for all of them together.',
  type: 'array',
  minItems: 1,
  maxItems: MOST_SOCKETS,
  default: [{}],
  examples: [
    [
      {
        role: 'server',
        port: 5000,
        count: 1,
      },
    ],
    [
      {
        role: 'client',
        server: {
          ip: '192.168.1.10',
          port: 5000,
        },
      },
    ],
  ],
  items: {
    title: 'Socket entry',
    description:
      'A TCP server on one port and how many clients it serves at the same time, or a client of a server elsewhere.',
    type: 'object',
    additionalProperties: false,
    examples: [
      {
        role: 'server',
        port: 5000,
        count: 1,
      },
      {
        role: 'client',
        server: {
          ip: '192.168.1.10',
          port: 5000,
        },
      },
    ],
    properties: {
      role: {
        title: 'Role',
        description:
          'server: listens for clients. client: connects to "server", and reconnects after each lost connection.',
        enum: ['server', 'client'],
        default: 'server',
        examples: ['server'],
      },
      port: {
        title: 'TCP port',
        description: 'Local TCP port on which a server listens.',
        type: 'integer',
        minimum: 1,
        maximum: 65535,
        default: 5000,
        examples: [5000, 502],
      },
      server: {
        title: 'Server',
        description: 'Remote address and port to which a client connects.',
        type: ['object', 'null'],
        additionalProperties: false,
        required: ['ip', 'port'],
        examples: [
          {
            ip: '192.168.1.10',
            port: 5000,
          },
        ],
        properties: {
          ip: {
            title: 'IP address of the server',
            description: 'IPv4 address.',
            $ref: '#/$defs/ipv4',
            examples: ['192.168.1.10'],
          },
          port: {
            title: 'TCP port of the server',
            description: 'TCP port.',
            type: 'integer',
            minimum: 1,
            maximum: 65535,
            examples: [5000],
          },
        },
        default: null,
      },
      reconnect: {
        title: 'Connecting again',
        description:
          'How long a client waits after a connection ends or an attempt fails. A connection that lasted longer than the previous wait resets the wait to firstMs.',
        type: ['object', 'null'],
        additionalProperties: false,
        examples: [
          {
            firstMs: 1000,
            maxMs: 60000,
            factor: 2,
            jitter: 0.25,
          },
        ],
        properties: {
          firstMs: {
            title: 'First wait, in milliseconds',
            description: 'Milliseconds before the first new attempt.',
            type: 'integer',
            minimum: 1,
            maximum: 86400000,
            default: 1000,
            examples: [1000],
          },
          maxMs: {
            title: 'Longest wait, in milliseconds',
            description: 'Longest wait between two attempts, in milliseconds.',
            type: 'integer',
            minimum: 1,
            maximum: 86400000,
            default: 60000,
            examples: [60000],
          },
          factor: {
            title: 'Growth',
            description: 'Each wait is this factor longer than the one before it.',
            type: 'number',
            minimum: 1,
            maximum: 10,
            default: 2,
            examples: [2, 1.5],
          },
          jitter: {
            title: 'Jitter',
            description:
              'Each wait is shortened by a random part of itself, at most by this part (0.25: 25 %). So devices that lost the same server do not reconnect at the same moment.',
            type: 'number',
            minimum: 0,
            maximum: 1,
            default: 0.25,
            examples: [0.25],
          },
        },
        default: null,
      },
      localPort: {
        title: 'Local port',
        description:
          "rotate: another port from 49152 on for each connection and after each start, so that an old connection in the server's TCP cannot block the new one. A number: always this port, for protocols that need it.",
        anyOf: [
          {
            enum: ['rotate'],
          },
          {
            type: 'integer',
            minimum: 1,
            maximum: 65535,
          },
        ],
        default: 'rotate',
        examples: ['rotate', 5001],
      },
      count: {
        title: 'Number of sockets',
        description:
          'Number of chip sockets of this entry: how many clients a server can serve at the same time, or how many connections a client makes.',
        type: 'integer',
        minimum: 1,
        maximum: MOST_SOCKETS,
        default: 1,
        examples: [1, 4],
      },
      number: {
        title: 'First hardware socket',
        description:
          'Number of the first chip socket of this entry (platforms iolibrary, iolibrary-owned, hal and custom). The application can use the other sockets of the chip. Default: the socket after the previous entry; 0 for the first entry.',
        type: 'integer',
        minimum: 0,
        maximum: MOST_SOCKETS - 1,
        examples: [2],
      },
      rxKiB: {
        title: 'Receive buffer, in KiB',
        description: 'Receive buffer of each of these sockets in KiB. 16 is not possible on the W5200.',
        $ref: '#/$defs/bufferKiB',
        default: 2,
        examples: [2],
      },
      txKiB: {
        title: 'Transmit buffer, in KiB',
        description: 'Transmit buffer of each of these sockets in KiB. 16 is not possible on the W5200.',
        $ref: '#/$defs/bufferKiB',
        default: 2,
        examples: [2],
      },
    },
  },
};
