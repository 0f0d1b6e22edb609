/** What the validator found, told to a person. */
import type { ErrorObject } from 'ajv';
import type { Problem } from '../../document/problem.ts';
import { didYouMean } from './nearest.ts';
import { escapePointer } from './text.ts';

const DURATION =
  'a duration is {"s": 5}, {"ms": 200}, a word of the plan (NO_DATA_PERIOD, KA_SEND_PERIOD, tcpTimeout, bound), {"times": 1.5, "of": "bound"}, or a list of these, which is their sum';

const STEPS = [
  ...['connect', 'send', 'expect-echo', 'wait', 'wait-until', 'cut', 'mend', 'power-off', 'boot', 'close', 'abort'],
  ...['stop-reading', 'start-reading', 'repeat'],
];

/** One problem per mistake: what the branches of a union say is folded into one sentence about the union. */
export function problemsOf(errors: readonly ErrorObject[], root: unknown): readonly Problem[] {
  const unions = errors.filter((error) => error.keyword === 'anyOf').map((error) => error.instancePath);
  const outermost = unions.filter((path) => !unions.some((other) => path.startsWith(`${other}/`)));
  const within = (path: string): boolean => outermost.some((union) => path === union || path.startsWith(`${union}/`));
  const plain = errors.filter((error) => !within(error.instancePath));
  const keysOf = (error: ErrorObject) => Object.keys(at(root, error.instancePath) ?? {});
  return [
    ...plain.map((error) => problemOf(error, at(root, error.instancePath), keysOf(error))),
    ...[...new Set(outermost)].map((path) => unionProblem(path, at(root, path))),
  ];
}

function unionProblem(pointer: string, found: unknown): Problem {
  const isSocket = /^\/peers\/\d+\/socket$/.test(pointer);
  const allowed = isSocket ? 'a socket is a number from 0 to 7, "each" or "others"' : DURATION;
  const rule = isSocket ? 'socket' : 'duration';
  return { pointer, rule: `scenario/${rule}`, message: `Found ${shown(found)}; ${allowed}.` };
}

function problemOf(error: ErrorObject, found: unknown, siblings: readonly string[]): Problem {
  const { instancePath: pointer, keyword, params } = error;
  const child = (key: string): string => `${pointer}/${escapePointer(key)}`;
  const rule = `schema/${keyword}`;
  switch (keyword) {
    case 'required': {
      const key = String(params.missingProperty);
      return { pointer: child(key), rule, message: `The key "${key}" is missing.` };
    }
    case 'additionalProperties': {
      const key = String(params.additionalProperty);
      return {
        pointer: child(key),
        rule,
        message: `There is no key "${key}" here.${didYouMean(key, knownKeys(siblings))}`,
      };
    }
    case 'discriminator': {
      const word = (found as { readonly do?: unknown } | null)?.do;
      const near = typeof word === 'string' ? didYouMean(word, STEPS) : '';
      return {
        pointer: child('do'),
        rule,
        message: `Found ${shown(word)}; "do" is one of ${STEPS.join(', ')}.${near}`,
      };
    }
    case 'enum': {
      const words = (params.allowedValues as readonly unknown[]).map(String);
      const near = typeof found === 'string' ? didYouMean(found, words) : '';
      return { pointer, rule, message: `Found ${shown(found)}; allowed are ${words.join(', ')}.${near}` };
    }
    default:
      return { pointer, rule, message: `Found ${shown(found)}; ${demand(keyword, params)}.` };
  }
}

function demand(keyword: string, params: Readonly<Record<string, unknown>>): string {
  switch (keyword) {
    case 'type':
      return `it must be ${String(params.type) === 'integer' ? 'a whole number' : `of type ${String(params.type)}`}`;
    case 'minimum':
    case 'maximum':
      return `it must be ${String(params.comparison)} ${String(params.limit)}`;
    case 'minItems':
      return `it must have at least ${String(params.limit)} entry`;
    case 'maxItems':
      return `it may have ${String(params.limit)} entries at most`;
    case 'pattern':
      return `it must match ${String(params.pattern)}`;
    default:
      return `it breaks the rule ${keyword}`;
  }
}

const KEYS = [
  ...['$schema', 'name', 'title', 'peers', 'link', 'steps', 'expect', 'socket', 'latencyMs', 'lossRate'],
  ...['do', 'peer', 'limit', 'text', 'hex', 'bytes', 'for', 'is', 'count', 'at', 'times'],
  ...['detected', 'alive', 'listening', 'echoed', 'probesAnswered', 'as', 'reason', 'within', 'atLeast'],
];

function knownKeys(siblings: readonly string[]): readonly string[] {
  return KEYS.filter((key) => !siblings.includes(key));
}

function at(root: unknown, pointer: string): unknown {
  let value = root;
  for (const token of pointer.split('/').slice(1)) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[token.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return value;
}

function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}
