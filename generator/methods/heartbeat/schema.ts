import { MESSAGE_KEYS, PASSED_ON } from '../../protocols/messages/schema.ts';
import type { KeySchema } from '../method.ts';

/** The key `heartbeat`. */
export const heartbeatSchema: KeySchema = {
  title: 'Heartbeat',
  description:
    'Messages at intervals, without being asked: sent by the device, expected from the peer, or both. null: neither.',
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
      description: 'A message each everyS seconds while connected. What is sent is no sign of life of the peer.',
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
          description: 'Seconds from the connection to the first one, and from each to the next.',
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
        'Whatever data arrives is a sign of life; with "text" or "hex" that message is recognised, across any split of the stream. On a WebSocket it must come as one text message in one frame; a message in fragments goes to the application.',
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
          description: 'A connection that has received nothing for so many seconds is closed.',
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
