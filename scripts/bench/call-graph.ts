/** The deepest chain of calls in the call graphs that GCC writes with -fcallgraph-info=su (VCG, one file an object). */

/** What the core stores when it takes an exception, and up to 4 bytes so that the stack stays aligned (ARMv7-M B1.5.7). */
const EXCEPTION_BYTES = 36;
/** Hooks of the application: how much stack they take is its own affair. */
const HOOK = /(?:^|:)kw_app_/;
/** Both may be active at a time, each on top of the other. */
const EXCEPTION = /(?:^|:)(?:TIM\w*_IRQHandler|NMI_Handler)$/;
const ENTRY = /(?:^|:)Reset_Handler$/;

export interface CallGraph {
  /** Bytes of a function of its own; functions that are only called are missing. */
  readonly own: ReadonlyMap<string, number>;
  readonly calls: ReadonlyMap<string, readonly string[]>;
}

export function callGraph(texts: readonly string[]): CallGraph {
  const own = new Map<string, number>();
  const calls = new Map<string, string[]>();
  for (const line of texts.flatMap((text) => text.split('\n'))) {
    const node = /^node: \{ title: "([^"]+)" label: "[^"]*\\n(\d+) bytes \((\w+)/.exec(line);
    if (node?.[3] !== undefined && node[3] !== 'static') throw new Error(`${node[1]}: stack of ${node[3]} size`);
    if (node?.[1] !== undefined) own.set(node[1], Number(node[2]));
    const edge = /^edge: \{ sourcename: "([^"]+)" targetname: "([^"]+)"/.exec(line);
    if (edge?.[1] !== undefined && edge[2] !== undefined) calls.set(edge[1], [...(calls.get(edge[1]) ?? []), edge[2]]);
  }
  return { own, calls };
}

/** Bytes from the start of the program down to the deepest call, with all exceptions on top. */
export function worstStack(graph: CallGraph): number {
  const depth = (name: string): number => deepest(graph, name, []);
  const sum = (names: readonly string[], more: number): number =>
    names.reduce((bytes, name) => bytes + depth(name) + more, 0);
  const named = (pattern: RegExp): string[] => [...graph.own.keys()].filter((name) => pattern.test(name));
  const entries = named(ENTRY);
  const exceptions = named(EXCEPTION);
  if (entries.length !== 1) throw new Error('no start of the program in the call graph');
  return sum(entries, 0) + sum(exceptions, EXCEPTION_BYTES);
}

function deepest(graph: CallGraph, name: string, above: readonly string[]): number {
  if (above.includes(name)) throw new Error(`recursion: ${[...above, name].join(' calls ')}`);
  const own = HOOK.test(name) ? 0 : graph.own.get(name);
  if (own === undefined) return deepestTwin(graph, name, above);
  const below = (graph.calls.get(name) ?? []).map((called) => deepest(graph, called, [...above, name]));
  return own + Math.max(0, ...below);
}

/** Copies of a function that the linker made one: only one of them is in the graph. */
function deepestTwin(graph: CallGraph, name: string, above: readonly string[]): number {
  const twins = [...graph.own.keys()].filter((other) => plainName(other) === plainName(name));
  if (twins.length === 0) throw new Error(`the stack of ${name} is not known`);
  return Math.max(...twins.map((twin) => deepest(graph, twin, above)));
}

/** Without the file in front and what GCC appends to copies: `.constprop.0`, `.lto_priv.1`. */
function plainName(name: string): string {
  return name.replace(/^.*:/, '').replace(/\..*$/, '');
}
