/**
 * The C functions on the stack of an exception that came through WebAssembly, innermost first. Engines write frames
 * as `at module.name (wasm://…:wasm-function[7]:0x16d)` (V8) or `name@…wasm-function[7]…` (others), tools that map
 * stacks to sources as `at name (wasm://…)`; the names come from the module's name section. Our hooks are left out.
 */
export function firmwareFrames(stack: string | undefined): readonly string[] {
  const names: string[] = [];
  for (const line of (stack ?? '').split('\n')) {
    if (!/wasm-function\[|wasm:\/\//.test(line)) continue;
    const name = /^\s*(?:at\s+)?(?:[^\s@(]*\.)?([^\s@(.]+)/.exec(line)?.[1];
    if (name === undefined || /^(kw_host_|__sanitizer_cov_|before_access$|wasm:)/.test(name)) continue;
    const plain = name === '__original_main' ? 'main' : name.replace(/^__(?:wrap|real)_/, '');
    if (plain !== names.at(-1)) names.push(plain);
  }
  return names;
}

/** Calls `run` with stacks long enough to reach past the engine's own frames (V8 keeps ten lines otherwise). */
export function withLongStacks<T>(run: () => T): T {
  const errors = Error as { stackTraceLimit?: number };
  const before = errors.stackTraceLimit;
  errors.stackTraceLimit = 64;
  try {
    return run();
  } finally {
    if (before === undefined) delete errors.stackTraceLimit;
    else errors.stackTraceLimit = before;
  }
}
