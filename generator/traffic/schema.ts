import type { SchemaNode } from '../../document/shape/schema.ts';
import { completeTraffic } from './complete.ts';

/** Characters or bytes of a message. */
const LONGEST = 1024;

const TEXT: SchemaNode = {
  title: 'Message as text',
  description: 'The message as text, in UTF-8. Use only one form of a message.',
  type: ['string', 'null'],
  pattern: `^[\\s\\S]{1,${LONGEST}}$`,
  patternErrorMessage: `a text of 1 to ${LONGEST} characters`,
  default: null,
  examples: ['STATUS\r\n'],
};

const HEX: SchemaNode = {
  title: 'Message as hexadecimal digits',
  description:
    'The message as hexadecimal digits, two for each byte; blanks between them are ignored. Use only one form of a message.',
  type: ['string', 'null'],
  pattern: `^\\s*([0-9A-Fa-f]{2}\\s*){1,${LONGEST}}$`,
  patternErrorMessage: `1 to ${LONGEST} pairs of hexadecimal digits, with or without blanks between them`,
  default: null,
  examples: ['00 01 00 00 00 06 01 03 00 00 00 02'],
};

const PATTERN: SchemaNode = {
  title: 'Message as a pattern',
  description:
    "Bytes, one after the other: 4F is this byte, ?? any byte, [30-39 41] one of a set, [^0D 0A] one outside of it, 'OK' printable ASCII. A count may follow a byte or a set: {3} means 3 times, {0,64} means 0 to 64 times. Blanks separate the parts. A pattern matches 1 to 1024 bytes; the shortest match counts. Use only one form of a message.",
  type: ['string', 'null'],
  pattern: `^[\\s\\S]{1,${LONGEST}}$`,
  patternErrorMessage: `a text of 1 to ${LONGEST} characters`,
  default: null,
  examples: ['00 01 00 00 00 07 01 03 04 ??{4}', "'OK ' [30-39]{1,5} 0D 0A"],
};

const SAID_FORMS = { text: TEXT, hex: HEX };
const HEARD_FORMS = { ...SAID_FORMS, pattern: PATTERN };

const SAY: SchemaNode = {
  title: 'What the peer says',
  description: 'Sent to the device.',
  type: 'object',
  additionalProperties: false,
  examples: [{ hex: '00 01 00 00 00 06 01 03 00 00 00 02' }],
  properties: SAID_FORMS,
};

const EXPECT: SchemaNode = {
  title: 'What the device answers',
  description:
    'The expected answer. It may come in several segments. Data after the end of the pattern belongs to the next entry. null: no answer is expected.',
  type: ['object', 'null'],
  additionalProperties: false,
  default: null,
  examples: [{ pattern: '00 01 00 00 00 07 01 03 04 ??{4}' }],
  properties: HEARD_FORMS,
};

const SAY_ENTRY: SchemaNode = {
  title: 'Dialogue entry of the peer',
  description: 'The peer speaks first.',
  type: 'object',
  additionalProperties: false,
  required: ['say'],
  examples: [{ say: { text: 'STATUS\r\n' }, expect: { pattern: "'OK' ??{0,64} 0D 0A" } }],
  properties: {
    say: SAY,
    expect: EXPECT,
    withinMs: {
      title: 'Longest time to answer, in milliseconds',
      description: 'Time limit in milliseconds, from the sent message to the last byte of the answer.',
      type: 'integer',
      minimum: 1,
      maximum: 3600000,
      default: 1000,
      examples: [500],
    },
    everyS: {
      title: 'Interval, in seconds',
      description:
        'Interval in seconds at which this message is sent. It starts with the first data of a scenario. null: the message is sent in the order of the list.',
      type: ['number', 'null'],
      minimum: 0.1,
      maximum: 604800,
      default: null,
      examples: [5],
    },
  },
};

const HEAR_ENTRY: SchemaNode = {
  title: 'Dialogue entry of the device',
  description: 'The device speaks first.',
  type: 'object',
  additionalProperties: false,
  required: ['hear'],
  examples: [{ hear: { pattern: "'T=' ??{1,8} 0A" }, answer: { text: 'ok\n' } }],
  properties: {
    hear: {
      title: 'What the device says',
      description: 'A message of the device that may come at any time. Compared like "expect".',
      type: 'object',
      additionalProperties: false,
      examples: [{ pattern: "'T=' ??{1,8} 0A" }],
      properties: HEARD_FORMS,
    },
    answer: {
      title: 'What the peer answers',
      description: 'What the peer answers at once. null: nothing.',
      type: ['object', 'null'],
      additionalProperties: false,
      default: null,
      examples: [{ text: 'ok\n' }],
      properties: SAID_FORMS,
    },
  },
};

const trafficSchema = {
  title: 'Traffic',
  description:
    'What simulated peers and the command peer send to your application, and which answers they expect. echo: all data must come back; the generated app.c does this. none: answers are not checked. dialogue: the peer sends these messages repeatedly and checks the answers. This key does not change the firmware.',
  anyOf: [
    { enum: ['echo', 'none'] },
    {
      title: 'Dialogue of the peer',
      description: 'Entries in turn, a round for each time that a scenario sends data.',
      type: 'object',
      additionalProperties: false,
      required: ['dialogue'],
      examples: [{ dialogue: [{ say: { text: 'STATUS\r\n' } }] }],
      properties: {
        dialogue: {
          title: 'Entries of a dialogue',
          description:
            'List of messages. The peer sends the entries without everyS one after the other, repeatedly. It sends each entry with everyS at that interval.',
          type: 'array',
          minItems: 1,
          maxItems: 64,
          examples: [[{ say: { text: 'STATUS\r\n' }, expect: { pattern: "'OK' ??{0,64} 0D 0A" } }]],
          items: { anyOf: [SAY_ENTRY, HEAR_ENTRY] },
        },
      },
    },
  ],
  examples: ['echo', 'none', { dialogue: [{ say: { text: 'STATUS\r\n' }, expect: { text: 'OK\r\n' } }] }],
} satisfies SchemaNode;

/** The key `traffic`, of the top level and of each socket's entry. */
export const TRAFFIC_KEY = {
  key: 'traffic',
  scope: 'socket',
  schema: trafficSchema,
  default: 'echo',
  socketDescription: 'As at the top level, for these sockets.',
  complete: completeTraffic,
} as const;
