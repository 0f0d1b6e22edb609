/** Everything that keepwire knows about one way of noticing that a peer is gone. The registry lists them all. */
import type { DeviceSocket, LoopPlan, MessagePlan, RetransmissionPlan } from '../../contract/device.ts';
import type { AllowedClose } from '../../contract/far-side.ts';
import type { Enumerator } from '../../contract/firmware.ts';
import type { ProtocolName } from '../../contract/names.generated.ts';
import type { CostPlan, MethodPlan, Remark } from '../../contract/promises.ts';
import type { SpecContext, SpecRule } from '../../contract/rule.ts';
import type { SchemaNode } from '../../document/shape/schema.ts';
import type { FirmwareOf } from '../firmware/part.ts';
import type { MessagePlace } from '../protocols/messages/place.ts';
import type { FailureKind } from './failures.ts';
import type { MethodWords } from './words.ts';

/**
 * `Value`: the value of the method's key in a complete spec, when it is not null. `Numbers`: what a plan holds of the
 * method where it is used.
 */
export interface Method<Value = unknown, Numbers = unknown> {
  readonly name: string;
  /** Absent: a spec cannot configure the method. */
  readonly spec?: SpecKey<Value>;
  /** Whether a socket may use it. Absent: every socket may. */
  isOffered?(socket: Pick<DeviceSocket, 'protocol'>): boolean;
  readonly samples?: Samples;
  /** Keys of the spec that add detection, and numbers with which `detection` tells which failures they detect. */
  readonly remedies?: Readonly<Record<string, Numbers>>;
  /** Rules that look at more than one value. What the schema can say, and all rules of messages, are elsewhere. */
  readonly rules?: readonly MethodRule[];
  /** Messages that the value may hold. */
  readonly messages?: readonly MessagePlace<Value, Numbers>[];

  /** What a plan holds of the method, below `watch`; null: the method is not used after all. */
  plan?(value: Value): Numbers | null;
  /** Where a socket's plan holds the numbers, if not below `watch`; null: the socket does not use the method. */
  numbersIn?(socket: DeviceSocket): Numbers | null;
  /** Reasons for which only this method ends connections, and those that it shares where no other declares them. */
  readonly endReasons?: readonly DeclaredEnd[];
  /** Failures that only this method knows. */
  failures?(numbers: Numbers): readonly FailureKind[];
  /** How it detects a failure: none, one or several rows. */
  detection?(failure: FailureKind, numbers: Numbers, situation: Situation): readonly MethodPlan[];
  /**
   * Where it says or looks for something in the stream, which a socket that is only watched does not have: what is allowed
   * instead. Absent or null: it does not.
   */
  needsStream?(numbers: Numbers): string | null;
  /** Data that the device sends by itself; null: none. */
  sends?(numbers: Numbers): Sending | null;
  /** How long data may stay unacknowledged before the loop gives its connection up. */
  sendLimitMs?(numbers: Numbers): number;
  /** What it costs a day while the connection is idle and its peer lives. */
  costs?(numbers: Numbers): readonly CostPlan[];
  /** What a user should know although it is legal, from the numbers of all sockets that use the method. */
  remarks?(numbers: readonly Numbers[], device: Pick<Situation, 'retransmission'>): readonly Remark[];
  readonly words?: MethodWords;
  /** The method's C, and where the loop calls it. Absent: the fixed loop does it all. */
  readonly firmware?: FirmwareOf;

  /** What the device must receive so often that it takes the peer for alive; null: nothing. */
  mustReceive?(numbers: Numbers): Needed | null;
  /** Reasons for which the device may close the connection of a living peer. */
  allowedCloses?(numbers: Numbers): readonly AllowedClose[];
}

export interface Needed {
  /** Null: any data counts. */
  readonly bytes: MessagePlan | null;
  readonly withinMs: number;
}

/** Values of the key from which tests and benchmarks build firmware. */
export interface Samples {
  /** By their names; each has code of its own, and no more than it needs. */
  readonly small: Readonly<Record<string, unknown>>;
  /** All code that the method has. */
  readonly full: unknown;
}

/** A reason of the firmware for the end of a connection. Its number never changes. */
export interface DeclaredEnd extends Enumerator {
  /** For the C header. */
  readonly meaning: string;
}

/** What a bound depends on beside the method's own numbers. */
export interface Situation {
  readonly retransmission: RetransmissionPlan;
  readonly loop: LoopPlan;
  /** What the device sends by itself on an idle connection, by whatever method. */
  readonly sendings: readonly Sending[];
  readonly protocol: ProtocolName;
}

export interface Sending {
  /** The key of the spec that says when. */
  readonly key: string;
  /** From the connection's begin to the first data, at most. */
  readonly firstAfterMs: number;
  /** The key of the spec that says how soon further data follows, at least, and its value. Absent: none does. */
  readonly again?: { readonly key: string; readonly afterMs: number };
}

/** A key of a spec that configures a method, where null switches the method off, or what else sockets have. */
export interface SpecKey<Value = unknown> {
  readonly key: string;
  /** The key whose value holds this one. Absent: it stands by itself. */
  readonly within?: 'websocket';
  /** `device`: a key of the top level. `socket`: also of each socket's entry, which otherwise takes the top level's. */
  readonly scope: 'device' | 'socket';
  /** A spec must have it at the top level. */
  readonly required?: true;
  readonly schema: KeySchema;
  /** What a spec has at the top level without the key; absent: null. */
  readonly default?: unknown;
  /** Of the key in a socket's entry, where null does not switch it off. */
  readonly socketDescription?: string;
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
