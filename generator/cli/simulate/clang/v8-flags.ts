/**
 * How V8 runs clang, which is 75 MB of WebAssembly: it checks a function when it compiles it, not all of them at the start,
 * and optimises only what has run for long. With the values of V8 itself more than half of a first build went into that.
 */
export const V8_FLAGS: readonly string[] = ['--wasm-lazy-validation', '--wasm-tiering-budget=100000000'];
