/** The types that stand in `contract`, by their names, as TypeScript's parser sees them. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type InterfaceDeclaration,
  isInterfaceDeclaration,
  isTypeAliasDeclaration,
  type Node,
  type TypeAliasDeclaration,
} from 'typescript/unstable/ast';
import { API } from 'typescript/unstable/sync';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export type Declaration = InterfaceDeclaration | TypeAliasDeclaration;

/** Hands every declaration to `use`, which must be done with them when it returns. */
export function withContractTypes<T>(use: (types: ReadonlyMap<string, Declaration>) => T): T {
  const api = new API({ cwd: ROOT });
  try {
    const snapshot = api.updateSnapshot({ openProjects: [join(ROOT, 'scripts/schemas/tsconfig.json')] });
    const program = snapshot.getProjects()[0]?.program;
    const files = readdirSync(join(ROOT, 'contract')).filter((name) => name.endsWith('.ts'));
    const statements = files.flatMap((name) => [
      ...(program?.getSourceFile(join(ROOT, 'contract', name))?.statements ?? []),
    ]);
    const types = statements.filter((it) => isInterfaceDeclaration(it) || isTypeAliasDeclaration(it));
    return use(new Map(types.map((it) => [it.name.text, it])));
  } finally {
    api.close();
  }
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
