import { MESSAGE_KEYS, PASSED_ON } from '../../protocols/messages/schema.ts';
import type { KeySchema } from '../method.ts';

/** The key `heartbeat`. */
export const heartbeatSchema: KeySchema = {
  title: 'Heartbeat',
  description:
    'Periodic messages: the device sends them (send), expects them from the peer (expect), or both. null: off.',
  type: ['object', 'null'],
  additionalProperties: false,
  examples: [
    {
      send: {
        text: "I'm online\n",
        everyS: 30,
      },
      expect: {
        withinS: 90,
      },
    },
  ],
  properties: {
    send: {
      title: 'Heartbeat that the device sends',
      description:
        'The message that the device sends every everyS seconds while connected. Sent data does not restart the timeouts of the peer; only received data does.',
      type: ['object', 'null'],
      additionalProperties: false,
      required: ['everyS'],
      examples: [
        {
          text: "I'm online\n",
          everyS: 30,
        },
      ],
      properties: {
        ...MESSAGE_KEYS,
        everyS: {
          title: 'Time between heartbeats, in seconds',
          description: 'Seconds from the connection to the first message, and from each message to the next one.',
          type: 'integer',
          minimum: 1,
          maximum: 604800,
          examples: [30],
        },
      },
      default: null,
    },
    expect: {
      title: 'Heartbeat that the peer sends',
      description:
        'Any received data restarts the timeout. With "text" or "hex" the firmware also finds this message, even if TCP splits it into several segments, and removes it from the received data. On a WebSocket the message must be one text message in one frame; a message in fragments goes to the application.',
      type: ['object', 'null'],
      additionalProperties: false,
      required: ['withinS'],
      examples: [
        {
          withinS: 90,
        },
      ],
      properties: {
        withinS: {
          title: 'Silence allowed, in seconds',
          description: 'The device closes a connection after this many seconds without received data.',
          type: 'integer',
          minimum: 1,
          maximum: 604800,
          examples: [90],
        },
        ...MESSAGE_KEYS,
        pass: PASSED_ON,
      },
      default: null,
    },
  },
};
