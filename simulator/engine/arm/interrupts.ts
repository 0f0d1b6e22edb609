/** The part's interrupt controller as the CPU sees it, system exceptions included. */
export interface InterruptController {
  /** The exception to be taken when the CPU runs at a priority (lower numbers are more urgent); 0 for none. */
  pending(currentPriority: number): number;
  enter(exception: number): void;
  leave(exception: number): void;
  priorityOf(exception: number): number;
}

/** Of code outside all handlers: every exception is more urgent. */
export const THREAD_PRIORITY = 256;

const NAMES: Readonly<Record<number, string>> = { 2: 'NMI', 3: 'HardFault', 11: 'SVCall', 14: 'PendSV', 15: 'SysTick' };

/** `interrupt line 28` or `SysTick`. */
export function exceptionName(exception: number): string {
  return NAMES[exception] ?? (exception >= 16 ? `interrupt line ${exception - 16}` : `exception ${exception}`);
}
