export type OnViolation = (rule: string, text: string) => void;

/** Reports a violation once or each time: a program repeats most of its errors in every loop. */
export class Complaints {
  readonly #made = new Set<string>();

  constructor(private readonly violation: OnViolation) {}

  once(rule: string, text: string): void {
    const key = `${rule} ${text}`;
    if (this.#made.has(key)) return;
    this.#made.add(key);
    this.violation(rule, text);
  }

  always(rule: string, text: string): void {
    this.violation(rule, text);
  }
}
