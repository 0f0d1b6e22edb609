/** What Ajv's standalone code reports of one broken keyword; messages are made elsewhere. */
export interface ShapeError {
  /** JSON Pointer to the value; for `required`, `additionalProperties` and `discriminator` to the object that holds the key. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: {
    readonly missingProperty?: string;
    readonly additionalProperty?: string;
    /** The key that tells the branches of a union apart. */
    readonly tag?: string;
    /** Of `maxItems`, and of a number's bounds. */
    readonly limit?: number;
  };
}

/** True when the value has the shape of a schema; otherwise `errors` holds every broken keyword. */
export interface Validate {
  (data: unknown): boolean;
  errors?: readonly ShapeError[] | null;
}
