import type { ErrorObject } from 'ajv';

/** True when `data` fits the schema of scenarios; fills defaults into `data`. Otherwise `errors` holds every breach. */
declare const validate: { (data: unknown): boolean; errors?: null | ErrorObject[] };
export default validate;
