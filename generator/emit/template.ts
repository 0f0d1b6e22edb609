import { TEMPLATES_JSON } from './templates.generated.js';

/**
 * A part of a template: text as it is, or what a Handlebars tag asks for. Fields are those of the view, `''` is the view
 * itself. `scripts/templates.ts` makes the parts from `templates/` when keepwire is built.
 */
export type TemplatePart =
  | string
  | { readonly print: string }
  | { readonly if: string; readonly do: readonly TemplatePart[]; readonly else: readonly TemplatePart[] }
  | { readonly each: string; readonly do: readonly TemplatePart[]; readonly else: readonly TemplatePart[] }
  | { readonly include: string }
  | { readonly includeFrom: string };

type Templates = Readonly<Record<string, readonly TemplatePart[]>>;

let parsed: Templates | null = null;

/** Those of `templates/`, parsed at their first use. */
function ownTemplates(): Templates {
  parsed ??= JSON.parse(TEMPLATES_JSON) as Templates;
  return parsed;
}

/**
 * What templates print: the fields of several views, and of an outer one. Two views that claim one field would silently
 * print the wrong value, so that throws.
 *
 * A map: an object of so many fields is slower to make, and to read from where it inherits others.
 */
export class Fields {
  readonly #values = new Map<string, unknown>();
  readonly #outer: Fields | null;

  constructor(views: readonly object[], outer: Fields | null = null) {
    this.#outer = outer;
    for (const view of views) for (const [name, value] of Object.entries(view)) this.#add(name, value);
  }

  get(name: string): unknown {
    return this.#values.get(name) ?? this.#outer?.get(name);
  }

  #add(name: string, value: unknown): void {
    if (this.get(name) !== undefined) throw new Error(`two views define ${name}`);
    this.#values.set(name, value);
  }
}

/**
 * Renders templates, each by its path below `templates/` without `.hbs`, from one view. Templates hold no logic beyond
 * conditions, loops and partials; every value comes finished from the view.
 *
 * The function throws when a template names a field that the view lacks: that is a bug of keepwire.
 */
export function rendererOf(fields: Fields, templates: Templates = ownTemplates()): (name: string) => string {
  return (name) => {
    try {
      return include(name, fields, templates);
    } catch (error) {
      throw new Error(`template ${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  };
}

function include(name: string, view: unknown, templates: Templates): string {
  const parts = templates[name];
  if (parts === undefined) throw new Error(`there is no template ${name}`);
  return print(parts, view, templates);
}

function print(parts: readonly TemplatePart[], view: unknown, templates: Templates): string {
  let text = '';
  for (const part of parts) text += typeof part === 'string' ? part : printTag(part, view, templates);
  return text;
}

function printTag(part: Exclude<TemplatePart, string>, view: unknown, templates: Templates): string {
  if ('print' in part) return String(fieldOf(view, part.print));
  if ('if' in part) return print(isTrue(fieldOf(view, part.if)) ? part.do : part.else, view, templates);
  if ('include' in part) return include(part.include, view, templates);
  if ('includeFrom' in part) return include(String(fieldOf(view, part.includeFrom)), view, templates);
  const items = fieldOf(view, part.each);
  if (!Array.isArray(items)) throw new Error(`${part.each} is not an array`);
  if (items.length === 0) return print(part.else, view, templates);
  return items.map((item) => print(part.do, item, templates)).join('');
}

/** As in Handlebars: an empty array is false. */
function isTrue(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

function fieldOf(view: unknown, name: string): unknown {
  const value = lookUp(view, name);
  if (value === undefined || value === null) throw new Error(`the view lacks ${name}`);
  return value;
}

/** Of the whole view, or of an item of a list in it. */
function lookUp(view: unknown, name: string): unknown {
  if (view instanceof Fields) return view.get(name);
  return name === '' ? view : (view as Readonly<Record<string, unknown>>)[name];
}
