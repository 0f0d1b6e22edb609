import type { Failure } from '../../../contract/promises.ts';

/** A host with which a scenario could not go on, because nothing in the spec covers what it did before. */
export interface LeftOut {
  readonly peer: string;
  /** The host whose connection still holds the socket: the same host, or one before it. */
  readonly holder: string;
  readonly socket: number;
  readonly failure: Failure;
}
