/** A value that validation has made sure of. Throws when it is missing after all, which is a bug of validation. */
export function must<T>(value: T | null, what: string): T {
  if (value === null) throw new Error(`the spec's ${what} cannot be made`);
  return value;
}
