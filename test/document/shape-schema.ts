import type { SchemaNode } from '../../document/shape/schema.ts';

/** Everything that a schema of ours may say, unions inside unions and a recursion included. */
export const SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['name'],
  properties: {
    name: { type: 'string', title: 'Whose it is', pattern: '^[a-z]+$', patternErrorMessage: 'small letters' },
    open: { type: 'boolean' },
    many: { type: 'integer', minimum: 2 },
    length: { $ref: '#/$defs/Length' },
    side: { anyOf: [{ type: 'integer', minimum: 0, maximum: 7 }, { enum: ['left', 'right'] }] },
    tree: {
      type: 'object',
      additionalProperties: false,
      required: ['root'],
      properties: { root: { type: 'string', examples: ['oak'] }, crown: { type: 'string' } },
    },
    steps: { type: 'array', items: { $ref: '#/$defs/Step' } },
    flag: {
      anyOf: [
        { type: 'null' },
        { type: 'object', additionalProperties: false, properties: { flying: { const: true } } },
      ],
    },
    a: { type: 'object', properties: { near: {} } },
    b: { type: 'object', properties: { near: {} } },
    c: { type: 'object', properties: { near: {}, off: {} } },
    d: { type: 'object', properties: { near: {}, off: {} } },
    e: { type: 'object', properties: { off: {} } },
  },
  $defs: {
    Length: {
      anyOf: [{ $ref: '#/$defs/Term' }, { type: 'array', minItems: 1, maxItems: 3, items: { $ref: '#/$defs/Term' } }],
    },
    Term: {
      anyOf: [
        { $ref: '#/$defs/Word' },
        {
          type: 'object',
          additionalProperties: false,
          required: ['m'],
          properties: { m: { type: 'number', minimum: 0, maximum: 9 } },
        },
        {
          type: 'object',
          additionalProperties: false,
          required: ['times', 'of'],
          properties: { times: { type: 'number' }, of: { $ref: '#/$defs/Word' } },
        },
      ],
    },
    Word: { enum: ['cable', 'mast'] },
    Step: {
      type: 'object',
      required: ['do'],
      discriminator: { propertyName: 'do' },
      oneOf: [{ $ref: '#/$defs/Walk' }, { $ref: '#/$defs/Turn' }, { $ref: '#/$defs/Again' }],
    },
    Walk: {
      type: 'object',
      additionalProperties: false,
      required: ['do', 'far'],
      properties: { do: { const: 'walk' }, far: { $ref: '#/$defs/Length' } },
    },
    Turn: {
      type: 'object',
      additionalProperties: false,
      required: ['do'],
      properties: { do: { enum: ['port', 'starboard'] }, degrees: { type: 'integer', minimum: 1, maximum: 180 } },
    },
    Again: {
      type: 'object',
      additionalProperties: false,
      required: ['do', 'steps'],
      properties: {
        do: { const: 'again' },
        steps: { type: 'array', minItems: 1, maxItems: 9, items: { $ref: '#/$defs/Step' } },
      },
    },
  },
} as const satisfies SchemaNode & { readonly $defs: unknown };
