/**
 * What the far side of a device's socket must know of the methods and the protocol there. The generator makes these
 * values; simulated peers, verdicts and `keepwire peer` use them.
 */
import type { DevicePlan, DeviceSocket, MessagePlan } from './device.ts';
import type { EndReason } from './firmware.ts';
import type { Traffic } from './traffic.ts';

/** Makes the far side of one socket of a device. */
export type FarSideOf = (device: Pick<DevicePlan, 'watch' | 'network'>, socket: DeviceSocket) => FarSide;

/** The far side of each socket, by the socket's number. */
export type FarSides = (socket: number) => FarSide;

export interface FarSide {
  /** What the device sends by itself, beside its application's data. */
  readonly fromDevice: readonly DeviceMessage[];
  /** Names of all messages that devices send again and again, whether this one does or not. */
  readonly repeated: readonly string[];
  /** The device sends again and again on a silent connection: messages, or pings of its protocol. */
  readonly sendsAtIntervals: boolean;
  /** What the device looks for in what it receives. */
  readonly toDevice: readonly PeerMessage[];
  /** What the peer must send by itself to be taken for alive; null: nothing. */
  readonly signOfLife: SignOfLife | null;
  /** False: the peer's application knows nothing of the device's methods, and does not close when the device does. */
  readonly isInvolved: boolean;
  /** Reasons for which the device may close the connection of a living peer. */
  readonly allowedCloses: readonly AllowedClose[];
  /** What the peer's application says beside messages, and expects. */
  readonly traffic: Traffic;
  /**
   * How the data of applications lies in the stream of one connection; null: as it is.
   *
   * @param client absent: a client that does all that the protocol asks for
   */
  frames(client?: Partial<FramingClient>): Framing | null;
  /** Reads one direction of one connection. */
  read<Name extends string>(messages: readonly Message<Name>[]): StreamReader<Name>;
}

/** What a client does of what its protocol asks for. */
export interface FramingClient {
  readonly masks: boolean;
  readonly answersPings: boolean;
}

/** A client's end of a protocol between TCP and the applications. What it sends while it must wait goes out later. */
export interface Framing {
  /** The protocol's own handshake is over, and no close has begun. */
  readonly isOpen: boolean;
  /** The client has sent what the protocol forbids. */
  readonly isBroken: boolean;
  /** The device has no room for the client, and has said so. */
  readonly isRefused: boolean;
  /** What the client sends when the connection begins. */
  begin(): Uint8Array;
  /** Data of the application as it goes out; empty while it must wait, or never goes out any more. */
  wrap(data: Uint8Array, kind: MessageKind): Uint8Array;
  /** Something that only this protocol has, as it goes out; empty as with `wrap`. */
  act(action: FramingAction): Uint8Array;
  /** Bytes from the device, however they are split. */
  take(bytes: Uint8Array): FramingTurn;
}

export type MessageKind = 'text' | 'binary';

export type FramingAction =
  /** One message in so many fragments. */
  | { readonly what: 'message'; readonly kind: MessageKind; readonly data: Uint8Array; readonly fragments: number }
  | { readonly what: 'ping'; readonly data: Uint8Array }
  /** `code` null: a close without a code. */
  | { readonly what: 'close'; readonly code: number | null; readonly reason: string };

export interface FramingTurn {
  /** For the application. */
  readonly data: Uint8Array;
  /** What the protocol, or data that had to wait, sends now. */
  readonly send: Uint8Array;
  /** How many of the client's pings are answered. */
  readonly pongs: number;
  /**
   * What ends the conversation, and with it the connection; null: nothing does. `violation`: the client closes at once.
   * `device`, `client`: a close that this side has begun; the device closes the connection first.
   */
  readonly endedBy: 'device' | 'client' | 'violation' | null;
  /** What the device must not have sent. */
  readonly violations: readonly FramingViolation[];
}

export interface FramingViolation {
  readonly rule: string;
  /** A sentence with its full stop. */
  readonly text: string;
}

/** A message as it is looked for in a stream. */
export interface Message<Name extends string = string> {
  /** What the message is, as methods name it. */
  readonly name: Name;
  readonly bytes: MessagePlan;
  /** Looked for until it has come, and then no more. */
  readonly isOnce?: true;
  /** Who sends it closes the connection. */
  readonly isLast?: true;
}

export interface DeviceMessage extends Message {
  /** What the peer answers; null: any data counts as an answer. Absent: no answer. */
  readonly answer?: MessagePlan | null;
  /** The longest time from one to the next. Absent: they are not sent at intervals. */
  readonly everyMs?: number;
}

export interface PeerMessage extends Message {
  /** The device's application receives it, as if it were data. */
  readonly isPassedOn: boolean;
}

export interface SignOfLife {
  /** Null: any data counts. */
  readonly bytes: MessagePlan | null;
  readonly everyMs: number;
}

/** Finds messages in a stream of bytes, wherever segments split it. */
export interface StreamReader<Name extends string = string> {
  /** Everything that the bytes decide, in the order of the stream. */
  take(bytes: Uint8Array): readonly Piece<Name>[];
  /** The bytes at the end of the stream that may still become a message; data if nothing more comes. */
  readonly held: Uint8Array;
}

export type Piece<Name extends string = string> =
  | { readonly kind: 'data'; readonly bytes: Uint8Array }
  | { readonly kind: 'message'; readonly name: Name; readonly bytes: Uint8Array };

export interface AllowedClose {
  readonly reason: EndReason;
  /** Whether the close was right. */
  isRight(closed: ClosedConnection): boolean;
}

/** A connection that the device has closed, as a simulation saw it. Times in nanoseconds since its start. */
export interface ClosedConnection {
  readonly establishedNs: number;
  readonly closedNs: number;
  /** The longest time from an event to its handling by the firmware. */
  readonly pollNs: number;
  /** When the latest data of which the firmware must have known had come into the chip. */
  readonly receivedNs: number;
  /** When the peer last sent a message of this name; undefined: never. */
  saidNs(name: string): number | undefined;
  /** The peer's kernel does not answer the chip's probes. */
  readonly isDeaf: boolean;
  /** When the device's own cable was out. */
  readonly unplugged: readonly { readonly fromNs: number; readonly untilNs: number }[];
}
