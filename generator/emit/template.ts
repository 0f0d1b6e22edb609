import Runtime from 'handlebars/runtime.js';
import { PARTIALS, TEMPLATES } from './templates.generated.js';

/**
 * The firmware's templates, compiled when keepwire is built (`scripts/templates.ts`). They hold no logic beyond
 * `if`, `each` and partials; every value comes finished from the view.
 */
const engine = (Runtime as typeof Handlebars).create();
for (const [name, compiled] of Object.entries(PARTIALS)) engine.registerPartial(name, engine.template(compiled));

/**
 * Renders a template by its path below `templates/`, without `.hbs`.
 * Throws when the template names a field that the view lacks: Handlebars' strict mode alone lets `#if` and `#each` pass.
 */
export function renderTemplate(name: string, view: object): string {
  const compiled = TEMPLATES[name];
  if (compiled === undefined) throw new Error(`no template ${name}`);
  return engine.template(compiled)(strict(view, name));
}

/** A view that throws when asked for what it lacks, at every depth. */
function strict<T extends object>(view: T, where: string): T {
  return new Proxy(view, {
    get(target, key, receiver): unknown {
      const value: unknown = Reflect.get(target, key, receiver);
      if (typeof key === 'symbol' || key in Object.prototype || (Array.isArray(target) && key in Array.prototype)) {
        return value;
      }
      if (value === undefined || value === null) throw new Error(`${where} names ${key}, which its view lacks`);
      return typeof value === 'object' ? strict(value, where) : value;
    },
  });
}
