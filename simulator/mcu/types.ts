export type Width = 1 | 2 | 4;

/** Interrupts by exception number (16 + line), lower priorities first; see `arm/interrupts.ts`. */
export interface ExceptionController {
  /** The exception that a CPU takes at its current priority, 256 outside all handlers; 0 for none. */
  pending(currentPriority: number): number;
  enter(exception: number): void;
  leave(exception: number): void;
  /** As in IPR and SHPR, 0 … 240; below 0 for fixed priorities. */
  priorityOf(exception: number): number;
}
