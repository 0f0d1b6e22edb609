/** `docs/spec.md`: every key of the spec, from its schema. */

/** What a page shows of a schema. */
interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly multipleOf?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

const HEAD = `# The spec

Every key, generated from [schemas/spec.schema.json](../schemas/spec.schema.json). The rules that no schema can express are
checked by \`npx keepwire validate\`, with place and reason. [getting-started.md](getting-started.md) begins with a small spec.
`;

export function specPage(schema: Schema): string {
  const own = Object.entries(schema.properties ?? {}).filter(([key]) => key !== '$schema');
  const sections = own.map(([key, value]) => section(key, value, schema));
  return `${[HEAD, ...sections].join('\n')}`;
}

function section(key: string, value: Schema, root: Schema): string {
  const schema = resolved(value, root);
  const isRequired = root.required?.includes(key) === true;
  const facts = [`**${schema.title}.** ${schema.description}`, valueLine(schema, isRequired), exampleOf(key, schema)];
  const rows = rowsBelow(schema, root, '');
  const table =
    rows.length === 0 ? [] : [['| key | value | default | meaning |', '| --- | --- | --- | --- |', ...rows].join('\n')];
  return `## \`${key}\`\n\n${[...facts, ...table].filter((it) => it !== '').join('\n\n')}\n`;
}

function valueLine(schema: Schema, isRequired: boolean): string {
  const given = isRequired ? 'Required.' : defaultLine(schema);
  return [`Value: ${valueText(schema)}.`, given].filter((it) => it !== '').join(' ');
}

function defaultLine(schema: Schema): string {
  return schema.default === undefined ? '' : `Default: ${code(schema.default)}.`;
}

function exampleOf(key: string, { examples }: Schema): string {
  const [example] = examples ?? [];
  return example === undefined ? '' : `Example: \`"${key}": ${spaced(example)}\``;
}

/** Keys of objects and of entries of arrays, at any depth. */
function rowsBelow(schema: Schema, root: Schema, path: string): readonly string[] {
  const entries = schema.items === undefined ? [] : rowsBelow(resolved(schema.items, root), root, `${path}[].`);
  const branches = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap((branch) =>
    rowsBelow(resolved(branch, root), root, path),
  );
  const own = Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
    const below = resolved(value, root);
    const isRequired = schema.required?.includes(key) === true;
    return [row(`${path}${key}`, below, isRequired), ...rowsBelow(below, root, `${path}${key}.`.replace('.[]', '[]'))];
  });
  return [...new Set([...own, ...entries, ...branches])];
}

function row(path: string, schema: Schema, isRequired: boolean): string {
  const fallback = schema.default === undefined ? '' : code(schema.default);
  const cells = [
    `\`${path}\``,
    valueText(schema),
    isRequired ? 'required' : fallback,
    schema.description ?? schema.title ?? '',
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
}

function valueText(schema: Schema): string {
  const branches = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  if (schema.enum !== undefined) return schema.enum.map(code).join(', ');
  if (schema.const !== undefined) return code(schema.const);
  if (schema.type === undefined && branches.length > 0) return [...new Set(branches.map(valueText))].join(' or ');
  const types = [schema.type ?? 'object'].flat();
  return types.map((type) => `${type}${type === 'null' ? '' : rangeOf(schema)}`).join(' or ');
}

function rangeOf(schema: Schema): string {
  const { minimum, exclusiveMinimum, maximum, multipleOf, minLength, maxLength } = schema;
  const least = minimum ?? (exclusiveMinimum === undefined ? undefined : `above ${exclusiveMinimum}`);
  const range = least === undefined && maximum === undefined ? [] : [`${least ?? ''} to ${maximum ?? 'any'}`];
  const step = multipleOf === undefined ? [] : [`steps of ${multipleOf}`];
  const length = maxLength === undefined ? [] : [`${minLength ?? 0} to ${maxLength} characters`];
  const parts = [...range, ...step, ...length];
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

/** A reference with what stands beside it. */
function resolved(schema: Schema, root: Schema): Schema {
  const name = schema.$ref?.replace('#/$defs/', '');
  if (name === undefined) return schema;
  return { ...resolved(root.$defs?.[name] ?? {}, root), ...schema };
}

const code = (value: unknown): string => `\`${spaced(value)}\``;

function spaced(value: unknown): string {
  return JSON.stringify(value, null, 1).replaceAll(/\n\s*/g, ' ').replaceAll('[ ', '[').replaceAll(' ]', ']');
}
