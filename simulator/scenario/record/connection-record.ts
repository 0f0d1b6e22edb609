import type { Nanos } from '../../clock.ts';

export type FailureCause =
  | 'cut'
  | 'power-off'
  | 'boot'
  | 'close'
  | 'abort'
  | 'nat'
  | 'chip-fault'
  | 'hang'
  | 'window'
  /** By a message of this name. */
  | `said ${string}`;

/** One connection as the scenario made it; verdicts read this and the timeline. */
export interface ConnectionRecord {
  readonly peer: string;
  /** The peer's side as the device sees it, `192.168.1.10:49152`. */
  readonly address: string;
  /** The device's port. */
  readonly port: number;
  /** Where the device connected to the peer: its socket, for the address is that of a server, of many connections. */
  readonly socket?: number;
  readonly establishedAtNs: Nanos | null;
  /** When the scenario ended the peer's side of it, and how. */
  readonly failure: null | {
    readonly atNs: Nanos;
    readonly cause: FailureCause;
    /** Another host was meant, on the same machine. */
    readonly isCollateral?: true;
  };
  /** The peer's application did not read for a while, so the device could not always send. */
  readonly stoppedReading: boolean;
  /** The peer's kernel does not answer the device's probes. */
  readonly deaf?: boolean;
  /** What the device must echo, and what it has: without the messages of the spec's protocol. */
  readonly sent: Uint8Array;
  readonly received: Uint8Array;
  /** The last so many bytes of `sent` may rightly not be back yet. */
  readonly lateCount?: number;
  /** When the peer last sent such a message; undefined when it never did. */
  readonly saidNs?: (message: string) => Nanos | undefined;
}
