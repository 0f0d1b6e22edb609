import type { Retry } from '../tcp/retry.ts';

/** ARP in progress for a socket. */
export interface Resolving {
  readonly retry: Retry;
  /** Continues the command with the MAC address. */
  readonly resolved: (mac: Uint8Array) => void;
}
