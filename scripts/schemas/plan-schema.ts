/** The schema of what `keepwire explain --json` prints, from the types of the plan. */
import {
  isArrayTypeNode,
  isIndexSignatureDeclaration,
  isInterfaceDeclaration,
  isLiteralTypeNode,
  isParenthesizedTypeNode,
  isPropertySignatureDeclaration,
  isTypeLiteralNode,
  isTypeOperatorNode,
  isTypeReferenceNode,
  isUnionTypeNode,
  type Node,
  SyntaxKind,
  type TypeNode,
} from 'typescript/unstable/ast';
import { PLAN_DOCUMENT_VERSION } from '../../generator/explain/document.ts';
import { commentOf, type Declarations, withContractTypes } from './contract-types.ts';

type Json = { readonly [key: string]: unknown };

/** Names that registries declare: a reader must accept new ones. */
const OPEN_NAMES: Readonly<Record<string, string>> = {
  ChipName: 'The WIZnet chip, for example `W5500`.',
  PlatformName: 'How the firmware reaches the microcontroller, for example `registers`.',
  ProtocolName: 'What the firmware does with received data, for example `stream`.',
  EndReason: 'Why a connection ends, as the firmware reports it, for example `probe-timeout`.',
  Failure: 'How a peer, the wire or the chip fails, for example `cable-cut`.',
  MethodName:
    'What detects a failure, for example `probe`. `data` and `fin` are TCP itself, `chip-check` is what every poll reads of the chip.',
};

/** Types to which others add fields: platforms what only their own C prints. */
const EXTENSIBLE: readonly string[] = ['PlatformPlan'];

export function planSchema(): Json {
  return withContractTypes((types) => {
    const definitions = definitionsFrom('Plan', types);
    return {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: `urn:keepwire:plan:${PLAN_DOCUMENT_VERSION}`,
      title: 'Plan document',
      description:
        'What `keepwire explain --json` prints: every number of the firmware that `keepwire generate` writes for the spec. Units stand in the names.',
      type: 'object',
      additionalProperties: false,
      required: ['ok', 'version', 'plan'],
      properties: {
        ok: { const: true },
        version: {
          description: 'Of this document. It rises when a key goes or changes its meaning. keepwire 0.1 printed none.',
          const: PLAN_DOCUMENT_VERSION,
        },
        plan: { $ref: '#/$defs/Plan' },
      },
      $defs: definitions,
    };
  });
}

/** The schemas of a type and of all types that it names, in the order in which they are met. */
function definitionsFrom(name: string, types: Declarations): Json {
  const found: Record<string, unknown> = {};
  const open = [name];
  for (const next of open) {
    if (found[next] !== undefined) continue;
    found[next] = { title: next, ...schemaOfName(next, types, (it) => open.push(it)) };
  }
  return found;
}

function schemaOfName(name: string, types: Declarations, named: (name: string) => void): Json {
  const description = OPEN_NAMES[name];
  if (description !== undefined) return { description, type: 'string' };
  const [declaration] = types.get(name) ?? [];
  if (declaration === undefined) throw new Error(`contract has no type ${name}`);
  const schemaOf = new Schemas(types, named);
  if (!isInterfaceDeclaration(declaration)) return described(declaration, schemaOf.type(declaration.type));
  const schema = schemaOf.members(membersOf(name, types));
  return described(declaration, EXTENSIBLE.includes(name) ? { ...schema, additionalProperties: true } : schema);
}

/** Of an interface with those that it extends; its own take the place of theirs. */
function membersOf(name: string, types: Declarations): readonly Node[] {
  const declarations = (types.get(name) ?? []).filter(isInterfaceDeclaration);
  if (declarations.length === 0) throw new Error(`${name} is no interface`);
  const bases = declarations.flatMap(({ heritageClauses = [] }) =>
    [...heritageClauses].flatMap(({ types: clause }) => [...clause]),
  );
  const own = declarations.flatMap(({ members }) => [...members]);
  const all = [...bases.flatMap((base) => membersOf(base.expression.getText(), types)), ...own];
  return [...new Map(all.map((member) => [nameOf(member), member])).values()];
}

function nameOf(member: Node): string {
  return isPropertySignatureDeclaration(member) ? member.name.getText().replaceAll("'", '') : '[key]';
}

class Schemas {
  constructor(
    private readonly types: Declarations,
    private readonly named: (name: string) => void,
  ) {}

  members(members: readonly Node[]): Json {
    const properties = members.filter(isPropertySignatureDeclaration);
    const others = members.find(isIndexSignatureDeclaration);
    const rows = properties.map((it) => [nameOf(it), described(it, this.type(it.type as TypeNode))] as const);
    return {
      type: 'object',
      additionalProperties: others === undefined ? false : this.type(others.type as TypeNode),
      required: properties.filter(({ postfixToken }) => postfixToken === undefined).map(nameOf),
      properties: Object.fromEntries(rows),
    };
  }

  type(node: TypeNode): Json {
    if (isTypeOperatorNode(node) || isParenthesizedTypeNode(node)) return this.type(node.type);
    if (isArrayTypeNode(node)) return { type: 'array', items: this.type(node.elementType) };
    if (isTypeLiteralNode(node)) return this.members([...node.members]);
    if (isUnionTypeNode(node)) return this.#union([...node.types]);
    if (isLiteralTypeNode(node)) return literal(node.literal);
    if (isTypeReferenceNode(node)) return this.#reference(node.typeName.getText());
    const keyword = KEYWORDS.get(node.kind);
    if (keyword !== undefined) return { type: keyword };
    throw new Error(`the plan's schema cannot express ${node.getText()}`);
  }

  #union(types: readonly TypeNode[]): Json {
    const all = types.map((it) => this.type(it));
    if (all.every((it) => 'const' in it)) return { enum: all.map((it) => it.const) };
    if (all.every((it) => typeof it.type === 'string' && Object.keys(it).length === 1))
      return { type: all.map((it) => it.type) };
    return { anyOf: all };
  }

  /** Names of values and of elements are short enough to stand where they are used. */
  #reference(name: string): Json {
    const [declaration] = this.types.get(name) ?? [];
    const isNames =
      declaration !== undefined && !isInterfaceDeclaration(declaration) && isUnionTypeNode(declaration.type);
    if (isNames && OPEN_NAMES[name] === undefined) return this.type(declaration.type);
    this.named(name);
    return { $ref: `#/$defs/${name}` };
  }
}

const KEYWORDS: ReadonlyMap<SyntaxKind, string> = new Map([
  [SyntaxKind.NumberKeyword, 'number'],
  [SyntaxKind.StringKeyword, 'string'],
  [SyntaxKind.BooleanKeyword, 'boolean'],
]);

function literal(node: Node): Json {
  if (node.kind === SyntaxKind.NullKeyword) return { type: 'null' };
  const text = node.getText();
  return { const: text.startsWith("'") ? text.slice(1, -1) : Number(text.replaceAll('_', '')) };
}

function described(node: Node, schema: Json): Json {
  const description = commentOf(node);
  return description === '' ? schema : { description, ...schema };
}
