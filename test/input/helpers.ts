import type { Problem } from '../../document/problem.ts';
import { parseSpec } from '../../generator/input/index.ts';

type Json = { readonly [key: string]: unknown };

export const MINIMAL = {
  chip: 'W5500',
  keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 },
  timer: { prescaler: 71 },
} as const satisfies Json;

/** The smallest spec with some values changed; objects are merged key by key, lists replaced. */
export function specWith(changes: Json): string {
  return JSON.stringify(merged(MINIMAL, changes));
}

function merged(base: Json, changes: Json): Json {
  const result: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(changes)) {
    const old = result[key];
    result[key] = isObject(old) && isObject(value) ? merged(old, value) : value;
  }
  return result;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Empty when the text is a valid spec. */
export function problemsOf(text: string, defaultName = 'device'): readonly Problem[] {
  const result = parseSpec(text, { defaultName });
  return result.ok ? [] : result.problems;
}

/** The complete spec; throws the problems of one that is not valid. */
export function parsed(text: string, defaultName = 'device') {
  const result = parseSpec(text, { defaultName });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
}

/** `line:column pointer rule`, one a problem. */
export function outline(problems: readonly Problem[]): readonly string[] {
  return problems.map((it) => `${it.line}:${it.column} ${it.pointer} ${it.rule}`);
}
