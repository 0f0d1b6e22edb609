import type { FarSide } from '../../contract/far-side.ts';

/** What the bytes of a connection mean to the two ends. */
export interface Protocol {
  readonly name: string;
  /** How the far side reads one direction of a connection. */
  readonly read: FarSide['read'];
}
