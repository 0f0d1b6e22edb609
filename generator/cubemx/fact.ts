/** Where something stands in a file of a CubeMX project. Line and column count from 1. */
export interface SourcePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** `ioc` and `c`: it is written there. `default`: CubeMX writes no default; `at` is where the setting would be. */
export type Origin = 'ioc' | 'c' | 'default';

/** A value with the place that a message can point to. */
export interface Fact<Value> {
  readonly value: Value;
  readonly at: SourcePlace;
  readonly origin: Origin;
}

/** Why a file is refused: one reason, at one place. */
export interface FileRefusal extends SourcePlace {
  /** Stable, machine-readable name of the reason, for example `cubemx/duplicate-key`. */
  readonly rule: string;
  /** What was found, what is allowed, and what to do. */
  readonly message: string;
}

export type FileReading<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refusal: FileRefusal };

/** `file:line:column`, as compilers write it. */
export function placeText({ file, line, column }: SourcePlace): string {
  return `${file}:${line}:${column}`;
}

/** A reading that failed. */
export function refused(
  at: SourcePlace,
  rule: string,
  message: string,
): { readonly ok: false; readonly refusal: FileRefusal } {
  return { ok: false, refusal: { file: at.file, line: at.line, column: at.column, rule: `cubemx/${rule}`, message } };
}
