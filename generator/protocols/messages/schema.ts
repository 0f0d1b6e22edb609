import type { SchemaNode } from '../../../document/shape/schema.ts';

/** The two forms of a message; a message has one of them. */
export const MESSAGE_DEFS = {
  textMessage: {
    title: 'Message as text',
    description: 'The message as text: 1 to 64 bytes in UTF-8. Use "text" or "hex", not both.',
    type: ['string', 'null'],
    pattern: '^[\\s\\S]{1,64}$',
    patternErrorMessage: 'a text of 1 to 64 bytes',
    examples: ["I'm online\n"],
  },
  hexMessage: {
    title: 'Message as hexadecimal digits',
    description:
      'The message as hexadecimal digits: 1 to 64 bytes, two digits each; blanks between them are ignored. Use "text" or "hex", not both.',
    type: ['string', 'null'],
    pattern: '^\\s*([0-9A-Fa-f]{2}\\s*){1,64}$',
    patternErrorMessage: '1 to 64 pairs of hexadecimal digits, with or without blanks between them',
    examples: ['02 05 00 03'],
  },
} satisfies Readonly<Record<string, SchemaNode>>;

/** The keys of an object that is, or has, a message. */
export const MESSAGE_KEYS: Readonly<Record<string, SchemaNode>> = {
  text: keyFor('textMessage'),
  hex: keyFor('hexMessage'),
};

function keyFor(name: keyof typeof MESSAGE_DEFS): SchemaNode {
  const { title, description, examples } = MESSAGE_DEFS[name];
  return { title, description, $ref: `#/$defs/${name}`, default: null, examples };
}

/** The key `pass` of a message that is looked for. */
export const PASSED_ON: SchemaNode = {
  title: 'Passed on',
  description:
    'true: the application also receives this message. false: the firmware removes it from the received data.',
  type: 'boolean',
  default: false,
  examples: [true],
};
