/**
 * Problems a user can cause, as values: every one says where it is, what was found there and what is allowed.
 * Functions that can meet such problems return a {@link Result}; exceptions are for keepwire's own bugs.
 */
export interface Problem {
  /** RFC 6901 JSON Pointer to the offending value; `''` is the whole document. */
  readonly pointer: string;
  /** Stable, machine-readable name of the broken rule, for example `timer/prescaler-exact`. */
  readonly rule: string;
  /** A sentence for a person: what was found, what is allowed, the nearest right word where there is one. */
  readonly message: string;
  /** 1-based position in the source text, where the text is known. */
  readonly line?: number;
  readonly column?: number;
}

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] };
