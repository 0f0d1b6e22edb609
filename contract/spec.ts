import type { SpecInput } from './spec.generated.ts';

/** Every key present, all the way down. `null` stays where the schema allows it. */
type Complete<T> = T extends readonly (infer Item)[]
  ? readonly Complete<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]-?: Complete<T[Key]> }
    : T;

/** A spec with all defaults applied. Keys, units and limits: `schemas/spec.schema.json`. */
export type Spec = Complete<Omit<SpecInput, '$schema'>>;

export type SocketSpec = Spec['sockets'][number];
