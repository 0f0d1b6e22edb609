import type { Validate } from '../../document/shape/validate.ts';

/** The validator of `schemas/spec.schema.json`. */
export declare const validate: Validate;
