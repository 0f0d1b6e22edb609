/**
 * Stack that the generated code needs at most, in bytes: start-up code, main, loop and tick at their deepest, without
 * what the application's hooks take themselves. Measured with GCC 12.2; a test holds each example, and all options at
 * once, below it, with and without optimisation across files.
 */
export const STACK_BYTES = { plain: 352, searching: 576, websocket: 864 } as const;
