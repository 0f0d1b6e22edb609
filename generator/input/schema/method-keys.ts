/** Where the keys of methods stand in the schema: at the top level, in an entry of `sockets`, or as a shared shape. */
import type { SchemaNode } from '../../../document/shape/schema.ts';
import type { SpecKey } from '../../methods/method.ts';

type Nodes = Readonly<Record<string, SchemaNode>>;

/** The keys of the top level, of the device's methods and of the sockets' methods. */
export function topLevelKeys(keys: readonly SpecKey[]): Nodes {
  return byKey(keys, (it) => {
    if (isShared(it))
      return { ...reference(it, it.schema.description), default: it.default ?? null, examples: it.schema.examples };
    return it.required ? it.schema : { ...it.schema, default: it.default ?? null };
  });
}

/** The keys of an entry of `sockets`. */
export function socketKeys(keys: readonly SpecKey[]): Nodes {
  const ofSockets = keys.filter(({ scope }) => scope === 'socket');
  return byKey(ofSockets, (it) => {
    if (it.socketSchema !== undefined) return it.socketSchema;
    const description = it.socketDescription ?? 'As at the top level, for these sockets; null switches it off.';
    return { ...reference(it, description), examples: it.schema.examples };
  });
}

/** Shapes of the keys that are the same at both places. */
export function methodDefs(keys: readonly SpecKey[]): Nodes {
  return byKey(keys.filter(isShared), ({ schema }) => schema);
}

function isShared({ scope, socketSchema }: SpecKey): boolean {
  return scope === 'socket' && socketSchema === undefined;
}

function reference({ key, schema: { title } }: SpecKey, description: string): SchemaNode {
  return { title, description, $ref: `#/$defs/${key}` };
}

function byKey(keys: readonly SpecKey[], nodeOf: (key: SpecKey) => SchemaNode): Nodes {
  return Object.fromEntries(keys.map((it) => [it.key, nodeOf(it)]));
}
