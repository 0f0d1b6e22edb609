import type { Validate } from '../../../document/shape/validate.ts';

/** The validator of `schemas/scenario.schema.json`; fills defaults into what it is given. */
export declare const validate: Validate;
