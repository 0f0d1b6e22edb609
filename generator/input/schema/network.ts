import type { SchemaNode } from '../../../document/shape/schema.ts';
import { defaultOf } from '../../firmware/defaults.ts';

/** The key `network`. */
export const NETWORK: SchemaNode = {
  title: 'Network',
  description: "The device's own addresses.",
  type: 'object',
  additionalProperties: false,
  examples: [
    {
      mac: '00:08:DC:01:02:03',
      ip: '192.168.1.20',
      subnet: '255.255.255.0',
      gateway: '192.168.1.1',
    },
  ],
  properties: {
    source: {
      title: 'Source of the addresses',
      description:
        'spec: the addresses are compiled into the firmware. application: your application passes them to kw_loop_init, and can change them with kw_loop_set_network, for example after DHCP (platforms hal, custom and iolibrary-owned). simulate then passes the mac, ip, subnet and gateway of this spec.',
      enum: ['spec', 'application'],
      default: 'spec',
      examples: ['application'],
    },
    mac: {
      title: 'MAC address',
      description:
        "The device's own Ethernet address; it must be the only one with it on its network. Locally chosen addresses begin with 02.",
      type: 'string',
      pattern: '^[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}$',
      patternErrorMessage: 'six pairs of hexadecimal digits with colons between them, for example "00:08:DC:01:02:03"',
      default: '00:08:DC:01:02:03',
      examples: ['00:08:DC:01:02:03'],
    },
    ip: {
      title: 'IP address',
      description: "The device's own IPv4 address.",
      $ref: '#/$defs/ipv4',
      default: '192.168.1.20',
      examples: ['192.168.1.20'],
    },
    subnet: {
      title: 'Subnet mask',
      description: 'IPv4 subnet mask, from 128.0.0.0 to 255.255.255.252.',
      $ref: '#/$defs/ipv4',
      default: '255.255.255.0',
      examples: ['255.255.255.0'],
    },
    gateway: {
      title: 'Gateway',
      description: 'IPv4 address of the router, inside the subnet; 0.0.0.0 when there is none.',
      $ref: '#/$defs/ipv4',
      default: '192.168.1.1',
      examples: ['192.168.1.1', '0.0.0.0'],
    },
  },
};

/** The key `retransmission`. */
export const RETRANSMISSION: SchemaNode = {
  title: 'Retransmission',
  description:
    'How long the chip repeats an unanswered segment, a probe included, before it closes the connection. One setting for all sockets (registers RTR and RCR).',
  type: 'object',
  additionalProperties: false,
  examples: [
    {
      timeoutMs: 200,
      count: 3,
    },
  ],
  properties: {
    timeoutMs: {
      title: 'First wait, in milliseconds',
      description:
        "Wait before the first repetition in milliseconds, in steps of 0.1 (RTR counts 100 us); each further wait is twice as long until RTR's 16 bits are full.",
      type: 'number',
      minimum: 0.1,
      maximum: 6553.5,
      default: 200,
      examples: [200, 100],
    },
    count: {
      title: 'Repetitions',
      description:
        'How often the chip retransmits an unanswered segment (RCR). One more wait after the last retransmission it closes the connection.',
      type: 'integer',
      minimum: 1,
      maximum: 255,
      default: defaultOf('retransmissionCount'),
      examples: [3, 8],
    },
  },
};
