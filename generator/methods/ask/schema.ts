import { MESSAGE_KEYS, PASSED_ON } from '../../protocols/messages/schema.ts';
import type { KeySchema } from '../method.ts';

/** The key `ask`. */
export const askSchema: KeySchema = {
  title: 'Question and answer',
  description:
    'After afterIdleS seconds without received data the device sends the question, and repeats it every withinS seconds. After "tries" questions without an answer it closes the connection. null: off.',
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
        'The expected answer. Only these bytes count, also if TCP splits them into several segments. On a WebSocket the answer must be one text message in one frame; a message in fragments goes to the application. null: any received data counts as the answer.',
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
      description: 'Seconds from a question to the next one; after the last question, to the close.',
      type: 'integer',
      minimum: 1,
      maximum: 604800,
      examples: [5],
    },
    tries: {
      title: 'Questions',
      description: 'Number of questions without an answer after which the connection is closed.',
      type: 'integer',
      minimum: 1,
      maximum: 100,
      default: 3,
      examples: [3],
    },
  },
};
