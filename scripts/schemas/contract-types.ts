/** The types of `contract`, and what methods add to them, by their names, as TypeScript's parser sees them. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type InterfaceDeclaration,
  isInterfaceDeclaration,
  isModuleBlock,
  isModuleDeclaration,
  isTypeAliasDeclaration,
  type ModuleBlock,
  type Node,
  type TypeAliasDeclaration,
} from 'typescript/unstable/ast';
import { API } from 'typescript/unstable/sync';

const METHODS = 'generator/methods';
const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export type Declaration = InterfaceDeclaration | TypeAliasDeclaration;

/** All declarations of a name: those of an interface add up. */
export type Declarations = ReadonlyMap<string, readonly Declaration[]>;

/** Hands every declaration to `use`, which must be done with them when it returns. */
export function withContractTypes<T>(use: (types: Declarations) => T): T {
  const api = new API({ cwd: ROOT });
  try {
    const snapshot = api.updateSnapshot({ openProjects: [join(ROOT, 'scripts/schemas/tsconfig.json')] });
    const program = snapshot.getProjects()[0]?.program;
    const statements = filesOfTypes().flatMap((path) => [
      ...(program?.getSourceFile(join(ROOT, path))?.statements ?? []),
    ]);
    const all = statements.flatMap((it) => [it, ...addedBy(it)]);
    const types = all.filter((it) => isInterfaceDeclaration(it) || isTypeAliasDeclaration(it));
    const byName = new Map<string, readonly Declaration[]>();
    for (const type of types) byName.set(type.name.text, [...(byName.get(type.name.text) ?? []), type]);
    return use(byName);
  } finally {
    api.close();
  }
}

function filesOfTypes(): readonly string[] {
  const contract = readdirSync(join(ROOT, 'contract')).filter((name) => name.endsWith('.ts'));
  const methods = readdirSync(join(ROOT, METHODS), { withFileTypes: true }).filter((it) => it.isDirectory());
  return [...contract.map((name) => `contract/${name}`), ...methods.map(({ name }) => `${METHODS}/${name}/plan.ts`)];
}

/** What `declare module` adds to another file. */
function addedBy(statement: Node): readonly Node[] {
  const isAddition = isModuleDeclaration(statement) && statement.body !== undefined && isModuleBlock(statement.body);
  return isAddition ? [...(statement.body as ModuleBlock).statements] : [];
}

/** The comment before a node, as one paragraph; empty when there is none. */
export function commentOf(node: Node): string {
  const [comment] = node.jsDoc ?? [];
  if (comment === undefined) return '';
  const text = node.getSourceFile().text.slice(comment.pos, comment.end).trim();
  return text
    .replace(/^\/\*\*|\*\/$/g, '')
    .replace(/\n\s*\* ?/g, ' ')
    .replace(/\{@link (\w+)\}/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}
