import { MESSAGE_KEYS, PASSED_ON } from '../../protocols/messages/schema.ts';
import type { KeySchema } from '../method.ts';

/** The key `ask`. */
export const askSchema: KeySchema = {
  title: 'Question and answer',
  description:
    'After afterIdleS seconds of silence the device asks, and asks again each withinS seconds; after so many tries without an answer it closes the connection. null: it never asks.',
  type: ['object', 'null'],
  additionalProperties: false,
  required: ['afterIdleS', 'withinS'],
  examples: [
    {
      text: 'are you there?\n',
      answer: {
        text: 'yes\n',
      },
      afterIdleS: 30,
      withinS: 5,
      tries: 3,
    },
  ],
  properties: {
    ...MESSAGE_KEYS,
    answer: {
      title: 'Answer',
      description:
        'Only exactly this is an answer, found in the stream across any split. On a WebSocket it must come as one text message in one frame; a message in fragments goes to the application. null: any data is.',
      type: ['object', 'null'],
      additionalProperties: false,
      examples: [
        {
          text: 'yes\n',
        },
      ],
      properties: {
        ...MESSAGE_KEYS,
        pass: PASSED_ON,
      },
      default: null,
    },
    afterIdleS: {
      title: 'Silence before the first question, in seconds',
      description: 'Seconds without received data (with "answer": without an answer) until the device asks.',
      type: 'integer',
      minimum: 1,
      maximum: 604800,
      examples: [30],
    },
    withinS: {
      title: 'Time to answer, in seconds',
      description: 'Seconds from a question to the next one, or to the end.',
      type: 'integer',
      minimum: 1,
      maximum: 604800,
      examples: [5],
    },
    tries: {
      title: 'Questions',
      description: 'How many questions may go unanswered.',
      type: 'integer',
      minimum: 1,
      maximum: 100,
      default: 3,
      examples: [3],
    },
  },
};
