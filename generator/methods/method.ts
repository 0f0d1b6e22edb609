/** Everything that keepwire knows about one way of noticing that a peer is gone. The registry lists them all. */
import type { SpecContext, SpecRule } from '../../contract/rule.ts';
import type { SchemaNode } from '../../document/shape/schema.ts';
import type { MessagePlace } from '../protocols/messages/place.ts';

/** `Value`: the value of the method's key in a complete spec, when it is not null. */
export interface Method<Value = unknown> {
  readonly name: string;
  /** Absent: a spec cannot configure the method. */
  readonly spec?: SpecKey<Value>;
  /** Rules that look at more than one value. What the schema can say, and all rules of messages, are elsewhere. */
  readonly rules?: readonly MethodRule[];
  /** Messages that the value may hold. */
  readonly messages?: readonly MessagePlace<Value>[];
}

/** The key of a spec that configures a method; null there switches the method off. */
export interface SpecKey<Value = unknown> {
  readonly key: string;
  /** `device`: a key of the top level. `socket`: also of each socket's entry, which otherwise takes the top level's. */
  readonly scope: 'device' | 'socket';
  /** A spec must have it at the top level. */
  readonly required?: true;
  readonly schema: KeySchema;
  /** What a socket's entry may hold, where that is not what the top level may: its keys replace those of the top level. */
  readonly socketSchema?: KeySchema;
  /** Adds defaults that depend on other values. */
  complete?(value: Value): Value;
}

export interface KeySchema extends SchemaNode {
  readonly title: string;
  readonly description: string;
  readonly examples: readonly unknown[];
}

export interface MethodContext extends SpecContext {
  readonly chip: {
    readonly name: string;
    /** Present where the chip can count and probe by itself. */
    readonly keepaliveTimer?: unknown;
  };
}

export type MethodRule = SpecRule<MethodContext>;
