import Runtime from 'handlebars/runtime.js';
import { PARTIALS, TEMPLATES } from './templates.generated.js';

/**
 * The firmware's templates, compiled when keepwire is built (`scripts/templates.ts`). They hold no logic beyond
 * `if`, `each` and partials; every value comes finished from the view.
 */
const engine = (Runtime as typeof Handlebars).create();
for (const [name, compiled] of Object.entries(PARTIALS)) engine.registerPartial(name, engine.template(compiled));
const ready = new Map<string, HandlebarsTemplateDelegate>();

/**
 * Renders templates, each by its path below `templates/` without `.hbs`, from one view.
 * Throws when a template names a field that the view lacks: Handlebars' strict mode alone lets `#if` and `#each` pass.
 */
export function rendererOf(view: object): (name: string) => string {
  let where = '';
  const context = strict(view, () => where);
  return (name) => {
    where = name;
    return templateOf(name)(context);
  };
}

function templateOf(name: string): HandlebarsTemplateDelegate {
  const known = ready.get(name);
  if (known !== undefined) return known;
  const compiled = TEMPLATES[name];
  if (compiled === undefined) throw new Error(`no template ${name}`);
  const template = engine.template(compiled);
  ready.set(name, template);
  return template;
}

/** A view that throws when asked for what it lacks, at every depth. */
function strict(view: object, where: () => string): object {
  const inner = new Map<object, object>();
  const wrap = (target: object): object => {
    const known = inner.get(target);
    if (known !== undefined) return known;
    const wrapped = new Proxy(target, handler);
    inner.set(target, wrapped);
    return wrapped;
  };
  const handler: ProxyHandler<object> = {
    get(target, key): unknown {
      const value: unknown = Reflect.get(target, key);
      if (typeof key === 'symbol' || key in Object.prototype || (Array.isArray(target) && key in Array.prototype)) {
        return value;
      }
      if (value === undefined || value === null) throw new Error(`${where()} names ${key}, which its view lacks`);
      return typeof value === 'object' ? wrap(value) : value;
    },
  };
  return wrap(view);
}
