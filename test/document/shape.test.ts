import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { checkShape } from '../../document/shape/check.ts';
import type { SchemaNode } from '../../document/shape/schema.ts';
import type { Validate } from '../../document/shape/validate.ts';

/** Everything that a schema of ours may say, unions inside unions and a recursion included. */
const SCHEMA = {
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

const ajv = new Ajv2020({ allErrors: true, strict: false, discriminator: true, messages: false });
const validate = ajv.compile(SCHEMA) as unknown as Validate;

/** `pointer rule: message`, one a finding. */
function findings(more: Readonly<Record<string, unknown>>): readonly string[] {
  const report = checkShape({ name: 'a', ...more }, SCHEMA, validate);
  return report.findings.map(({ pointer, rule, message }) => `${pointer} ${rule}: ${message}`);
}

const TAGS = '"walk", "port", "starboard" or "again"';
const TERMS = '"cable", "mast", { "m": … }';

const TOLD: readonly (readonly [name: string, given: Readonly<Record<string, unknown>>, want: readonly string[]])[] = [
  ['a pattern', { name: 'A' }, ['/name shape/pattern: Found "A". Allowed: small letters.']],
  [
    'a missing key with one',
    { tree: {} },
    ['/tree/root shape/required: The key "root" is missing. Needed: for example "root": "oak".'],
  ],
  ['a truth', { open: 'yes' }, ['/open shape/type: Found "yes". Allowed: true or false.']],
  ['a range with one end', { many: 1 }, ['/many shape/minimum: Found 1. Allowed: a whole number from 2 up.']],
  [
    'a union of scalars',
    { side: 8 },
    ['/side shape/anyOf: Found 8. Allowed: a whole number from 0 to 7, "left" or "right".'],
  ],
  [
    'its misspelt word',
    { side: 'lft' },
    ['/side shape/anyOf: Found "lft". Allowed: a whole number from 0 to 7, "left" or "right". Did you mean "left"?'],
  ],
  [
    'a union inside a union',
    { length: 5 },
    [`/length shape/anyOf: Found 5. Allowed: ${TERMS}, { "times": …, "of": … } or a list of 1 to 3 entries.`],
  ],
  [
    'an object that is none of them',
    { length: { km: 1 } },
    [`/length shape/anyOf: Found {"km":1}. Allowed: ${TERMS}, { "times": …, "of": … } or a list of 1 to 3 entries.`],
  ],
  [
    'one that may be two of them',
    { length: { m: 1, of: 'mast' } },
    [
      `/length shape/anyOf: Found {"m":1,"of":"mast"}. Allowed: ${TERMS}, { "times": …, "of": … } or a list of 1 to 3 entries.`,
    ],
  ],
  [
    'the object that was meant',
    { length: { m: -1 } },
    ['/length/m shape/minimum: Found -1. Allowed: a number from 0 to 9.'],
  ],
  [
    'what it lacks',
    { length: { times: 2 } },
    ['/length/of shape/required: The key "of" is missing. Needed: "cable" or "mast".'],
  ],
  [
    'what it has too much',
    { length: { m: 1, colour: 2 } },
    ['/length/colour shape/unknown-key: Unknown key "colour". Allowed here: "m".'],
  ],
  [
    'two mistakes in it',
    { length: { times: 'x', of: 'mats' } },
    [
      '/length/times shape/type: Found "x". Allowed: a number.',
      '/length/of shape/enum: Found "mats". Allowed: "cable" or "mast". Did you mean "mast"?',
    ],
  ],
  ['an empty list', { length: [] }, ['/length shape/minItems: Found 0 entries. Allowed: a list of 1 to 3 entries.']],
  [
    'an entry of a list',
    { length: ['mast', 7, { m: 10 }] },
    [
      `/length/1 shape/anyOf: Found 7. Allowed: ${TERMS} or { "times": …, "of": … }.`,
      '/length/2/m shape/maximum: Found 10. Allowed: a number from 0 to 9.',
    ],
  ],
  [
    'an unknown tag',
    { steps: [{ do: 'wlak', far: 1 }] },
    [`/steps/0/do shape/discriminator: Found "wlak". Allowed: ${TAGS}. Did you mean "walk"?`],
  ],
  ['a tag that is no word', { steps: [{ do: 1 }] }, [`/steps/0/do shape/discriminator: Found 1. Allowed: ${TAGS}.`]],
  ['no tag', { steps: [{}] }, [`/steps/0/do shape/required: The key "do" is missing. Needed: ${TAGS}.`]],
  ['a step that is none', { steps: [null] }, ['/steps/0 shape/type: Found null. Allowed: an object { … }.']],
  [
    'a value of the tagged branch',
    { steps: [{ do: 'port', degrees: 181 }] },
    ['/steps/0/degrees shape/maximum: Found 181. Allowed: a whole number from 1 to 180.'],
  ],
  [
    'a misspelt key of the tagged branch',
    { steps: [{ do: 'walk', fra: 'mast' }] },
    ['/steps/0/fra shape/unknown-key: Unknown key "fra". Did you mean "far"?'],
  ],
  [
    'a key of another branch',
    { steps: [{ do: 'walk', far: 'mast', degrees: 1 }] },
    [
      '/steps/0/degrees shape/unknown-key: Unknown key "degrees". It belongs in an entry of /steps with "do": "port" or "starboard".',
    ],
  ],
  ['a key of another object', { crown: 'x' }, ['/crown shape/unknown-key: Unknown key "crown". It belongs in /tree.']],
  [
    'a step inside a step',
    { steps: [{ do: 'again', steps: [{ do: 'walk', far: { m: 10 } }] }] },
    ['/steps/0/steps/0/far/m shape/maximum: Found 10. Allowed: a number from 0 to 9.'],
  ],
];
test.each(TOLD)('says of %s', (_name, given, want) => expect(findings(given)).toEqual(want));

test('a key without example is needed as the schema describes it', () => {
  expect(checkShape({}, SCHEMA, validate).findings).toEqual([
    {
      pointer: '/name',
      rule: 'shape/required',
      message: 'The key "name" is missing (Whose it is). Needed: small letters.',
    },
  ]);
});

test('what a misspelt key was meant for cannot be relied upon', () => {
  const { unsound } = checkShape({ name: 'a', tree: { rot: 'oak' } }, SCHEMA, validate);
  expect([...unsound]).toEqual(['/tree/rot', '/tree/root']);
});

test.each([
  [{ length: ['mast', { m: 9 }, { times: 2, of: 'cable' }] }],
  [
    {
      steps: [
        { do: 'walk', far: 'mast' },
        { do: 'again', steps: [{ do: 'port' }] },
      ],
      side: 'left',
    },
  ],
])('finds nothing in %j', (given) => expect(findings(given)).toEqual([]));
