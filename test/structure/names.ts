/** The names that the product's files declare at their top level. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { ROOT, SOURCES } from './imports.ts';

export interface Declaration {
  readonly name: string;
  readonly file: string;
  readonly isExported: boolean;
}

const KEYWORD = /(?:function\*?|class|const|let|interface|type|enum|namespace)/;
const DECLARATION = new RegExp(
  `^(export )?(?:default )?(?:declare )?(?:abstract )?(?:async )?${KEYWORD.source} ([A-Za-z_$][\\w$]*)`,
  'gm',
);
/** Up to ECMAScript 2023. */
const LIBRARY = /^lib\.(?:es5|es6|es20(?:1\d|2[0-3])\..+|decorators.*)\.d\.ts$/;
const GLOBAL = /^(?:declare )?(?:var|let|const|function|class|interface|type|namespace) ([A-Za-z_$][\w$]*)/gm;

/** Of values and types, in every TypeScript file of the product. */
export function declarations(): readonly Declaration[] {
  const files = SOURCES.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) => posix.join(folder, name)),
  );
  return files
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .flatMap((file) => declarationsIn(file, readFileSync(join(ROOT, file), 'utf8')));
}

export function declarationsIn(file: string, text: string): readonly Declaration[] {
  return [...text.matchAll(DECLARATION)].map(([, exported, name = '']) => ({
    ...{ name, file },
    isExported: exported !== undefined,
  }));
}

/** Names that TypeScript code can use without an import: values of Node, values and types of ECMAScript 2023. */
export function globals(): ReadonlySet<string> {
  const packages = join(ROOT, 'node_modules/@typescript');
  const compiler = readdirSync(packages).find((name) => name.startsWith('typescript-'));
  if (compiler === undefined) throw new Error(`${packages} holds no compiler`);
  const library = join(packages, compiler, 'lib');
  const files = readdirSync(library).filter((name) => LIBRARY.test(name));
  const types = files.flatMap((name) => [...readFileSync(join(library, name), 'utf8').matchAll(GLOBAL)]);
  return new Set([...Object.getOwnPropertyNames(globalThis), ...types.map(([, name = '']) => name)]);
}
