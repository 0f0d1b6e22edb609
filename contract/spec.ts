import type { SpecInput } from './spec.generated.ts';

/** Every key present, all the way down. `null` stays where the schema allows it. */
type Complete<T> = T extends readonly (infer Item)[]
  ? readonly Complete<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]-?: Complete<T[Key]> }
    : T;

/** A spec with all defaults applied. Keys, units and limits: `schemas/spec.schema.json`. */
export type Spec = Complete<Omit<SpecInput, '$schema'>> & {
  /** The files that the spec names, by their names there; null: there is no such file, or it cannot be read. */
  readonly files: Readonly<Record<string, Uint8Array | null>>;
};

export type SocketSpec = Spec['sockets'][number];
