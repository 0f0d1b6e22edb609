import { Ajv2020, type AnySchemaObject, type Options } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';

type Json = { readonly [key: string]: unknown };

/** The code of a validator without Ajv. */
export function validatorOf(schema: Json, options: Options): string {
  const ajv = new Ajv2020({
    allErrors: true,
    messages: false,
    strict: true,
    allowUnionTypes: true,
    discriminator: true,
    code: { source: true, esm: true, lines: true, optimize: 2 },
    ...options,
  });
  const dropped = new Set(options.useDefaults ? ANNOTATIONS : [...ANNOTATIONS, 'default']);
  const code = standalone.default(ajv, ajv.compile(without(schema, dropped) as AnySchemaObject));
  if (/\brequire\(|\bimport\b/.test(code)) throw new Error('the validator must stand alone, yet it imports something');
  return withShortErrors(code);
}

/** How Ajv writes one error into the code. */
const ERROR =
  /const (err\d+) = \{(instancePath.*?),schemaPath:"[^"]*",keyword:"(\w+)",params:(\{.*\})\};\nif\(vErrors === null\)\{\nvErrors = \[\1\];\n\}\nelse \{\nvErrors\.push\(\1\);\n\}\nerrors\+\+;/g;
/** The parameters of an error that `document/shape` reads. */
const PARAMETER = /\b(?:missingProperty|additionalProperty|tag|limit): (?:"(?:[^"\\]|\\.)*"|[\w.+-]+)/g;
const WITH_ERROR = `
function withError(errors, instancePath, keyword, params) {
const error = {instancePath,keyword,params};
if(errors === null) return [error];
errors.push(error);
return errors;
}
`;

/**
 * The validator's code without the parts of an error that nobody reads, and without the schemas that these parts quote.
 * Every start of keepwire loads this code; that leaves half of it.
 */
function withShortErrors(code: string): string {
  const short = code.replaceAll(ERROR, (_all, _name, place: string, keyword: string, params: string) => {
    const kept = [...params.matchAll(PARAMETER)].map(([text]) => text).join(',');
    const path = place === 'instancePath' ? place : place.replace('instancePath:', '');
    return `vErrors = withError(vErrors, ${path}, "${keyword}", {${kept}});\nerrors++;`;
  });
  if (short.includes('schemaPath:"')) throw new Error('Ajv writes errors in another way than before: see ERROR');
  return withoutSchemas(short) + WITH_ERROR;
}

/** How Ajv asks whether an object of the schema has a key. */
const LOOKUP = /func\d+\.call\((schema\d+)((?:\.\w+)+), (key\d+)\)/g;
const SCHEMA = /^const (schema\d+) = (\{.*\});$/gm;

/** Ajv embeds each schema to look up its keys; the keys alone will do. */
function withoutSchemas(code: string): string {
  const schemas = new Map([...code.matchAll(SCHEMA)].map(([, name, json = '']) => [name, JSON.parse(json) as unknown]));
  const sets: string[] = [];
  const short = code.replaceAll(SCHEMA, '').replaceAll(LOOKUP, (_all, name: string, path: string, key: string) => {
    const object = path
      .slice(1)
      .split('.')
      .reduce((node, step) => (node as Json)[step], schemas.get(name));
    sets.push(`const keys${sets.length} = new Set(${JSON.stringify(Object.keys(object as Json))});\n`);
    return `keys${sets.length - 1}.has(${key})`;
  });
  const left = /\bschema\d+\b/.exec(short)?.[0];
  if (left !== undefined) throw new Error(`Ajv uses ${left} in another way than before: see LOOKUP`);
  return sets.join('') + short;
}

/** The validator carries the schema along; what explains but does not constrain is left out of it. */
const ANNOTATIONS = ['title', 'description', 'examples', 'patternErrorMessage'];

function without(node: unknown, dropped: ReadonlySet<string>, areNames = false): unknown {
  if (Array.isArray(node)) return node.map((item) => without(item, dropped));
  if (typeof node !== 'object' || node === null) return node;
  const kept = Object.entries(node).filter(([key]) => areNames || !dropped.has(key));
  return Object.fromEntries(
    kept.map(([key, value]) => [
      key,
      !areNames && key === 'default' ? value : without(value, dropped, !areNames && holdsNames(key)),
    ]),
  );
}

/** Whether the keys below are a document's or ours, and not JSON Schema's. */
function holdsNames(key: string): boolean {
  return key === 'properties' || key === '$defs';
}
