import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plan } from '../../contract/plan.ts';
import type { FileSet } from '../../generator/emit/files.ts';
import { render } from '../../generator/emit/render.ts';
import { parseSpec } from '../../generator/input/index.ts';
import { planOf } from '../../generator/plan/plan.ts';

const FOLDER = fileURLToPath(new URL('../../examples/', import.meta.url));

/** The published examples by name, without `.json`. */
export const EXAMPLES: readonly string[] = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.json'))
  .map((file) => basename(file, '.json'))
  .sort();

export function planOfText(text: string, defaultName = 'test'): Plan {
  const parsed = parseSpec(text, { defaultName });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return planOf(parsed.value);
}

export function planOfExample(name: string): Plan {
  return planOfText(readFileSync(join(FOLDER, `${name}.json`), 'utf8'), name);
}

export function filesOfExample(name: string): FileSet {
  return render(planOfExample(name));
}
