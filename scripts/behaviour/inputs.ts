/** Every spec that is played: the examples, and the method matrix of the tests on both chips. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Failure } from '../../contract/promises.ts';
import {
  FAILURES,
  lives,
  METHODS,
  NAT_FORGETS_AFTER_S,
  natForgets,
  natOutlived,
  type Play,
  playOf,
  REST_S,
  rowOf,
} from '../../test/ways/methods.ts';
import { BRISK, CHIPS, EXAMPLES_FOLDER, planOfText } from '../../test/whole/firmware.ts';
import type { Input } from './recording.ts';

export function allInputs(): readonly Input[] {
  return [...examples(), ...matrix()];
}

function examples(): readonly Input[] {
  return readdirSync(EXAMPLES_FOLDER)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((file) => ({
      id: `examples:${file.replace(/\.json$/, '')}`,
      file,
      spec: readFileSync(join(EXAMPLES_FOLDER, file), 'utf8'),
      scenarios: null,
    }));
}

function matrix(): readonly Input[] {
  return CHIPS.flatMap((chip) =>
    Object.entries(METHODS)
      .filter(([, { chips = CHIPS }]) => (chips as readonly string[]).includes(chip))
      .map(([name, method]) => {
        const spec = JSON.stringify({ ...BRISK, chip, ...method.spec });
        // The tests' name of the firmware, so that its compiled form is shared with them.
        return { id: `matrix:${chip}:${slug(name)}`, file: 'test.json', spec, scenarios: documents(spec) };
      }),
  );
}

/** The plays of a row of the matrix as scenario documents. */
function documents(spec: string): Readonly<Record<string, object>> {
  const plan = planOfText(spec);
  const failures = Object.keys(FAILURES).flatMap((failure): readonly (readonly [string, Play])[] => {
    const row = rowOf({ plan }, failure as Failure);
    return row === undefined ? [] : [[failure, playOf(failure as Failure, row)]];
  });
  const plays: readonly (readonly [string, Play])[] = [
    ...failures,
    ['nat-forgets', natForgets(rowOf({ plan }, 'nat-forgot'))],
    ...NAT_FORGETS_AFTER_S.map((s) => [`nat-outlived-${s}-s`, natOutlived({ plan }, s)] as const),
    ['lives', lives(REST_S)],
  ];
  return Object.fromEntries(plays.map(([name, play]) => [name, { name, title: name, ...play }]));
}

function slug(name: string): string {
  return name.replace(/[^A-Za-z0-9_]+/g, '-');
}

/** The inputs under one of `only`: `examples`, `matrix:W5500`, `matrix:W5500:probe`. Without any, all of them. */
export function selected<T extends { readonly id: string }>(
  inputs: readonly T[],
  only: readonly string[],
): readonly T[] {
  if (only.length === 0) return inputs;
  return inputs.filter(({ id }) => only.some((part) => id === part || id.startsWith(`${part}:`)));
}
