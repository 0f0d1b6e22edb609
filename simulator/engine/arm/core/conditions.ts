import type { Core } from './core.ts';

/** Whether a condition holds (A7.3), by its number. */
export const CONDITIONS: readonly ((core: Core) => boolean)[] = [
  ({ Z }) => Z,
  ({ Z }) => !Z,
  ({ C }) => C,
  ({ C }) => !C,
  ({ N }) => N,
  ({ N }) => !N,
  ({ V }) => V,
  ({ V }) => !V,
  ({ C, Z }) => C && !Z,
  ({ C, Z }) => !C || Z,
  ({ N, V }) => N === V,
  ({ N, V }) => N !== V,
  ({ N, V, Z }) => !Z && N === V,
  ({ N, V, Z }) => Z || N !== V,
  () => true,
  () => true,
];
