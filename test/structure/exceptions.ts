/** What breaks the rules today. Each entry must still be true, so that these lists only become shorter. */

/** Imports that the table does not allow, as `folder -> folder`. */
export const ARROWS: readonly string[] = ['generator/toolchain -> simulator/engine'];

/** Files that import themselves through others. */
export const FILES_IN_CYCLES: readonly string[] = [
  'generator/cli/cli-error.ts',
  'generator/cli/commands.ts',
  'generator/cli/io.ts',
  'generator/cli/simulate/arm.ts',
  'generator/cli/simulate/engine.ts',
];

/** Browser-safe files that import a module of Node. */
export const NODE_IMPORTS: readonly string[] = ['simulator/engine/host/disk-cache.ts'];
