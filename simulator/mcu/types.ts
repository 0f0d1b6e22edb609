export type Width = 1 | 2 | 4;

/** Interrupts by exception number (16 + line), lower priorities first; see `arm/interrupts.ts`. */
export interface ExceptionController {
  /** The exception that is taken by a CPU running at a priority, 256 outside all handlers; 0 for none. */
  pending(currentPriority: number): number;
  enter(exception: number): void;
  leave(exception: number): void;
  /** As IPR and SHPR have it, 0 … 240; below 0 for those that cannot be chosen. */
  priorityOf(exception: number): number;
}
