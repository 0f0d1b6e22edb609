/** What Ajv's standalone code reports of one broken keyword; messages are made elsewhere. */
export interface ShapeError {
  /** JSON Pointer to the value; for `required` and `additionalProperties` to the object that holds the key. */
  readonly instancePath: string;
  /** URI fragment of the broken keyword in the schema. */
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: { readonly missingProperty?: string; readonly additionalProperty?: string };
}

/** True when the value has the shape of `schemas/spec.schema.json`; otherwise `errors` holds every broken keyword. */
export declare const validate: {
  (data: unknown): boolean;
  errors?: readonly ShapeError[] | null;
};
