/** Holds our printing of templates against Handlebars itself. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import Handlebars from 'handlebars';
import { describe, expect, test } from 'vitest';
import { Fields, rendererOf, type TemplatePart } from '../../generator/emit/template.ts';
import { templatePartsOf } from '../../scripts/templates.ts';

type Sources = Readonly<Record<string, string>>;

type Printer = (name: string, view: object) => string;

function oracleOf(sources: Sources): Printer {
  const engine = Handlebars.create();
  const options = { noEscape: true, strict: true, preventIndent: true };
  const compiled = Object.entries(sources).map(([name, text]) => [name, engine.compile(text, options)] as const);
  for (const [name, template] of compiled) engine.registerPartial(name, template);
  const templates = new Map(compiled);
  return (name, view) => templates.get(name)?.(view) ?? '';
}

function oursOf(sources: Sources): Printer {
  const templates = Object.fromEntries(
    Object.entries(sources).map(([name, text]) => [name, templatePartsOf(name, text)]),
  );
  return (name, view) => rendererOf(new Fields([view]), templates)(name);
}

const NONE = { some: [], none: [], on: true, off: false, zero: 0, text: 'a "b" <c> {{d}}' };
const VIEW = {
  ...NONE,
  some: [
    { name: 'x', inner: ['p', 'q'] },
    { name: 'y', inner: [] },
  ],
  choice: 'b',
};

test.each<readonly [string, Sources]>([
  ['text and fields', { a: 'x{{text}}y{{zero}}{{off}}\n{{text}}\n' }],
  ['no text', { a: '' }],
  ['a condition inside a line', { a: 'x{{#if on}}1{{else}}2{{/if}}{{#unless on}}3{{/unless}}y\n' }],
  ['conditions on lines of their own', { a: 'x\n{{#if off}}\n1\n{{else}}\n  {{#if on}}\n2\n  {{/if}}\n{{/if}}\ny\n' }],
  ['else if', { a: '{{#if off}}\n1\n{{else if on}}\n2\n{{else}}\n3\n{{/if}}\n' }],
  ['what counts as false', { a: '{{#if zero}}1{{/if}}{{#if none}}2{{/if}}{{#if some}}3{{/if}}{{#if text}}4{{/if}}' }],
  ['loops', { a: '{{#each some}}\n- {{name}}{{#each inner}} {{this}},{{/each}}\n{{else}}\nnone\n{{/each}}\nend\n' }],
  ['an empty loop', { a: '{{#each none}}\n- {{name}}\n{{else}}\nnone\n{{/each}}\nend\n' }],
  ['partials', { a: 'x\n  {{> b}}\n{{> b}}\ny {{> b}}\n', b: '[{{text}}]\n' }],
  ['a partial in a loop', { a: '{{#each some}}\n    {{> b}}\n{{/each}}\n', b: '{{name}}\n{{#if name}}\nz\n{{/if}}\n' }],
  ['a partial that a field names', { a: '{{> (lookup this "choice")}}\nx', b: '{{text}}\n' }],
  ['comments and white space control', { a: 'x\n{{! c }}\ny {{~text~}} z\n{{!-- d --}}w' }],
])('%s', (_name, sources) => {
  expect(oursOf(sources)('a', VIEW)).toBe(oracleOf(sources)('a', VIEW));
});

test.each([
  ['{{ a.b }}', 'MustacheStatement|PathExpression'],
  ['{{#each some}}{{../on}}{{/each}}', 'PathExpression'],
  ['{{#each some}}{{@index}}{{/each}}', 'PathExpression'],
  ['{{helper text}}', 'MustacheStatement'],
  ['{{#with text}}{{/with}}', 'BlockStatement'],
  ['{{#if (eq a b)}}{{/if}}', 'SubExpression'],
  ['{{> b name="x"}}', 'PartialStatement'],
])('%s is refused when keepwire is built', (text, type) => {
  expect(() => templatePartsOf('dir/a.hbs', `x\n${text}\n`)).toThrow(
    new RegExp(`^templates/dir/a.hbs:2: this (${type}) is not`),
  );
});

test('a field that the view lacks is a bug, and named', () => {
  for (const text of ['{{x}}', '{{#if x}}{{/if}}', '{{#each x}}{{/each}}', '{{#each some}}{{x}}{{/each}}', '{{> b}}']) {
    expect(() => oursOf({ a: text, b: '{{x}}' })('a', { ...VIEW, x: null })).toThrow('template a: the view lacks x');
  }
});

describe('every template, with random views', () => {
  const dir = fileURLToPath(new URL('../../templates', import.meta.url));
  const paths = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.hbs'));
  const sources = Object.fromEntries(paths.map((path) => [path.slice(0, -4), readFileSync(join(dir, path), 'utf8')]));

  const [ours, oracle] = [oursOf(sources), oracleOf(sources)];

  test.each(Object.keys(sources))('%s', (name) => {
    fc.assert(
      fc.property(viewsOf([{ include: name }], sources), (view) => {
        expect(ours(name, view)).toBe(oracle(name, view));
      }),
      { numRuns: 20 },
    );
  });
});

/** Views that have all the fields which the parts name. */
function viewsOf(parts: readonly TemplatePart[], sources: Sources): fc.Arbitrary<object> {
  const fields = new Map<string, fc.Arbitrary<unknown>>();
  collect(parts, sources, fields);
  return fc.record(Object.fromEntries(fields));
}

function collect(parts: readonly TemplatePart[], sources: Sources, fields: Map<string, fc.Arbitrary<unknown>>): void {
  for (const part of parts) {
    if (typeof part === 'string') continue;
    if ('print' in part) fields.set(part.print, fc.string({ minLength: 1 }));
    if ('includeFrom' in part) {
      const names = Object.keys(sources).filter((name) => name.endsWith(`/${part.includeFrom}`));
      fields.set(part.includeFrom, fc.constantFrom(...names));
      for (const name of names) collect(templatePartsOf(name, sources[name] ?? ''), sources, fields);
    }
    if ('include' in part) collect(templatePartsOf(part.include, sources[part.include] ?? ''), sources, fields);
    if ('if' in part && !fields.has(part.if)) fields.set(part.if, fc.boolean());
    if ('each' in part) fields.set(part.each, fc.array(itemsOf(part.do, sources), { maxLength: 3 }));
    if ('else' in part) collect(part.else, sources, fields);
    if ('if' in part) collect(part.do, sources, fields);
  }
}

/** Items are views, or text where the loop prints `this`. */
function itemsOf(parts: readonly TemplatePart[], sources: Sources): fc.Arbitrary<unknown> {
  const printsThis = parts.some((part) => typeof part === 'object' && 'print' in part && part.print === '');
  return printsThis ? fc.string({ minLength: 1 }) : viewsOf(parts, sources);
}
