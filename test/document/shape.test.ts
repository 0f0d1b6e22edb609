import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { checkShape } from '../../document/shape/check.ts';
import type { Validate } from '../../document/shape/validate.ts';
import { SCHEMA } from './shape-schema.ts';

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
    [`/length shape/anyOf: Found 5. Allowed: ${TERMS}, { "times": …, "of": … } or an array of 1 to 3 entries.`],
  ],
  [
    'an object that is none of them',
    { length: { km: 1 } },
    [`/length shape/anyOf: Found {"km":1}. Allowed: ${TERMS}, { "times": …, "of": … } or an array of 1 to 3 entries.`],
  ],
  [
    'one that may be two of them',
    { length: { m: 1, of: 'mast' } },
    [
      `/length shape/anyOf: Found {"m":1,"of":"mast"}. Allowed: ${TERMS}, { "times": …, "of": … } or an array of 1 to 3 entries.`,
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
  ['an empty list', { length: [] }, ['/length shape/minItems: Found 0 entries. Allowed: an array of 1 to 3 entries.']],
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
const MORE: typeof TOLD = [
  [
    'the only object of a union',
    { flag: { lost: 1 } },
    ['/flag/lost shape/unknown-key: Unknown key "lost". Allowed here: "flying".'],
  ],
  ['a fixed value', { flag: { flying: 1 } }, ['/flag/flying shape/const: Found 1. Allowed: true.']],
  [
    'a key of three other objects',
    { tree: { root: 'oak', off: 1 } },
    ['/tree/off shape/unknown-key: Unknown key "off". It belongs in /c, /d or /e.'],
  ],
  [
    'a key of four',
    { tree: { root: 'oak', near: 1 } },
    ['/tree/near shape/unknown-key: Unknown key "near". Allowed here: "root" or "crown".'],
  ],
];

test.each([...TOLD, ...MORE])('says of %s', (_name, given, want) => expect(findings(given)).toEqual(want));

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
