/**
 * Reads the Handlebars templates below `templates/` and writes them as data for `generator/emit/template.ts`.
 * Run as a script it writes `generator/emit/templates.generated.js`.
 *
 * Handlebars parses them. It could also compile them, to functions that need its runtime. With these, `generate` takes
 * longer by 12 % of the time of `node -e 0` for one spec (its goal is 50 % for everything) and by 26 % for 1,000 specs
 * (CPU time, medians; Node 20.20.2, Handlebars 4.7).
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Handlebars from 'handlebars';
import type { TemplatePart } from '../generator/emit/template.ts';

/** The text of the module: the templates by path without `.hbs`. */
export function templateModule(dir: string): string {
  const paths = readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.hbs'))
    .sort();
  const templates = paths.map((path) => [
    path.slice(0, -'.hbs'.length),
    templatePartsOf(path, readFileSync(join(dir, path), 'utf8')),
  ]);
  const json = JSON.stringify(Object.fromEntries(templates));
  const banner = '// Written by scripts/templates.ts from templates/. Do not edit.';
  // JSON in a string is read several times faster than the same as an expression.
  return `${banner}\nexport const TEMPLATES_JSON = ${JSON.stringify(json)};\n`;
}

/** A template in the few forms that templates may have; throws at the first other one. */
export function templatePartsOf(path: string, text: string): readonly TemplatePart[] {
  return Handlebars.parse(text).body.flatMap((statement) => partOf(statement, path));
}

function partOf(statement: hbs.AST.Statement, path: string): readonly TemplatePart[] {
  switch (statement.type) {
    case 'ContentStatement': {
      const { value } = statement as hbs.AST.ContentStatement;
      return value === '' ? [] : [value];
    }
    case 'CommentStatement':
      return [];
    case 'MustacheStatement': {
      const mustache = statement as hbs.AST.MustacheStatement;
      if (mustache.params.length > 0 || mustache.hash !== undefined) throw unsupported(path, statement);
      return [{ print: fieldOf(mustache.path, path) }];
    }
    case 'BlockStatement':
      return [blockOf(statement as hbs.AST.BlockStatement, path)];
    case 'PartialStatement':
      return partialOf(statement as hbs.AST.PartialStatement & { readonly indent: string }, path);
    default:
      throw unsupported(path, statement);
  }
}

function blockOf(block: hbs.AST.BlockStatement, path: string): TemplatePart {
  const [condition, ...more] = block.params;
  if (condition === undefined || more.length > 0 || block.hash !== undefined) throw unsupported(path, block);
  const field = fieldOf(condition, path);
  const inner = (program: hbs.AST.Program | undefined): readonly TemplatePart[] =>
    (program?.body ?? []).flatMap((statement) => partOf(statement, path));
  const [body, otherwise] = [inner(block.program), inner(block.inverse)];
  switch ((block.path as hbs.AST.PathExpression).original) {
    case 'if':
      return { if: field, do: body, else: otherwise };
    case 'unless':
      return { if: field, do: otherwise, else: body };
    case 'each':
      return { each: field, do: body, else: otherwise };
    default:
      throw unsupported(path, block);
  }
}

/** `{{> path}}`, or `{{> (lookup this "field")}}` for the path that a field of the view holds. */
function partialOf(
  partial: hbs.AST.PartialStatement & { readonly indent: string },
  path: string,
): readonly TemplatePart[] {
  if (partial.params.length > 0 || partial.hash !== undefined) throw unsupported(path, partial);
  // White space before a partial that stands alone on its line; Handlebars keeps it apart.
  const indent = partial.indent === '' ? [] : [partial.indent];
  if (partial.name.type === 'PathExpression') {
    return [...indent, { include: (partial.name as hbs.AST.PathExpression).original }];
  }
  const { path: helper, params } = partial.name as hbs.AST.SubExpression;
  const [view, name] = params;
  const isLookup = (helper as hbs.AST.PathExpression).original === 'lookup' && params.length === 2;
  if (!isLookup || view === undefined || fieldOf(view, path) !== '' || name?.type !== 'StringLiteral') {
    throw unsupported(path, partial);
  }
  return [...indent, { includeFrom: (name as hbs.AST.StringLiteral).value }];
}

/** The name of a field of the view; empty for `this`. */
function fieldOf(expression: hbs.AST.Expression, path: string): string {
  const { type, data, depth, parts } = expression as hbs.AST.PathExpression;
  if (type !== 'PathExpression' || data || depth > 0 || parts.length > 1) throw unsupported(path, expression);
  return parts[0] ?? '';
}

function unsupported(path: string, { type, loc }: hbs.AST.Node): Error {
  return new Error(
    `templates/${path}:${loc.start.line}: this ${type} is not supported. Allowed: {{field}}, {{#if}}, {{#unless}} and {{#each}} of one field, and {{> path}}.`,
  );
}

const root = fileURLToPath(new URL('..', import.meta.url));
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(join(root, 'generator/emit/templates.generated.js'), templateModule(join(root, 'templates')));
}
