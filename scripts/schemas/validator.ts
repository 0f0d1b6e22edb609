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
  const lean = options.useDefaults
    ? without(schema, new Set(ANNOTATIONS))
    : withDefinitions(without(schema, new Set([...ANNOTATIONS, 'default'])) as Json);
  const code = standalone.default(ajv, ajv.compile(lean as AnySchemaObject));
  if (/\brequire\(|\bimport\b/.test(code)) throw new Error('the validator must stand alone, yet it imports something');
  return withShortErrors(code);
}

/**
 * The schema with a definition for each object in it. Ajv writes a function for each definition, and Node compiles only
 * those that a document needs. Not for the items of an array: their errors would be copied once for each item that follows.
 */
function withDefinitions(schema: Json): Json {
  const definitions: Record<string, unknown> = {};
  const outlined = (node: unknown, name: string): unknown => {
    if (Array.isArray(node)) return node.map((item, index) => outlined(item, `${name}-${index}`));
    if (typeof node !== 'object' || node === null) return node;
    const inner = Object.entries(node).map(([key, value]) => [
      key,
      key === 'items' ? value : outlined(value, `${name}-${key}`),
    ]);
    const whole: Json = Object.fromEntries(inner);
    if (!('additionalProperties' in whole)) return whole;
    definitions[name] = whole;
    return { $ref: `#/$defs/${name}` };
  };
  const { properties, $defs, ...rest } = schema;
  return { ...rest, properties: outlined(properties, 'root'), $defs: { ...($defs as Json), ...definitions } };
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
 * The validator's code without the parts of an error that are never read, and without the schemas that these parts quote.
 * Every start of keepwire loads this code; that leaves half of it.
 */
function withShortErrors(code: string): string {
  const short = code.replaceAll(ERROR, (_all, _name, place: string, keyword: string, params: string) => {
    const kept = [...params.matchAll(PARAMETER)].map(([text]) => text).join(',');
    const path = place === 'instancePath' ? place : place.replace('instancePath:', '');
    return `vErrors = withError(vErrors, ${path}, "${keyword}", {${kept}});\nerrors++;`;
  });
  if (short.includes('schemaPath:"')) throw new Error('Ajv writes errors in another way than before: see ERROR');
  return withoutSchemas(withoutEvaluated(short)) + WITH_ERROR;
}

/** What Ajv keeps for keywords that our schemas do not have (`unevaluatedProperties`). */
const EVALUATED =
  /const evaluated\d+ = validate\d+\.evaluated;\nif\(evaluated\d+\.dynamicProps\)\{\n.*\n\}\nif\(evaluated\d+\.dynamicItems\)\{\n.*\n\}\n|^validate\d+\.evaluated = .*;\n/gm;

/** Unions read it: then all of it stays. */
function withoutEvaluated(code: string): string {
  const bare = code.replaceAll(EVALUATED, '');
  return /\bevaluated/.test(bare) ? code : bare;
}

/** How Ajv asks whether an object of the schema has a key. */
const LOOKUP = /func\d+\.call\((schema\d+)((?:\.\w+)+), (key\d+)\)/g;
const SCHEMA = /^const (schema\d+) = (\{.*\});$/gm;

/** Ajv embeds each schema to look up its keys; only the keys are needed. */
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
