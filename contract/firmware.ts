/** What firmware and simulator agree on: files, symbols and numbers. The C headers are rendered from these tables. */
import type { END_REASONS } from './names.generated.ts';

/** A file of the firmware as an engine takes it. */
export interface FirmwareFile {
  /** Relative to the firmware's folder, with `/` between parts. */
  readonly path: string;
  readonly text: string;
  /** The file's content, where that counts instead of the text: a user's file may be in any encoding. */
  readonly bytes?: Uint8Array;
  /**
   * `user`: written once as a starting point, then never changed by keepwire (`main.c`, `app.c`).
   * `library`: of a vendor's library that the user has, in its folders; compiled as it is.
   */
  readonly owner: 'keepwire' | 'user' | 'library';
  /** It touches hardware that the host engine does not have; the engine's own C takes its place. */
  readonly replaced?: boolean;
}

/** Functions by which engines follow the firmware. */
export const SYMBOLS = {
  /** The application's hook at the end of a connection: socket, number of the reason. */
  ended: 'kw_app_ended',
  /** The application's hook for faults: number of the fault. */
  fault: 'kw_app_fault',
  poll: 'kw_loop_poll',
  /** Sleeps until an interrupt. */
  wait: 'kw_port_wait',
  main: 'main',
} as const;

/** What the firmware calls of its port and clock; the host engine's C defines these functions. */
export const PORT_FUNCTIONS = [
  'kw_clock_init',
  'kw_port_drop',
  'kw_port_exchange',
  'kw_port_init',
  'kw_port_interrupt',
  'kw_port_reset',
  'kw_port_select',
  'kw_port_trace',
  'kw_port_wait',
] as const;

/** The macro through which the firmware names bus addresses; a build for another machine defines it before. */
export const REGISTER_MACRO = 'KW_REG';

/** One value of an enumeration that the firmware reports; its C name is made of the name. Numbers never change. */
export interface Enumerator<Name extends string = string> {
  readonly number: number;
  readonly name: Name;
}

/** Why a connection ended: the second argument of `kw_app_ended`. */
export { END_REASONS } from './names.generated.ts';

export type EndReason = (typeof END_REASONS)[number]['name'];

/** The argument of `kw_app_fault`. */
export const FAULTS = [
  { number: 1, name: 'clock' },
  { number: 2, name: 'chip-absent' },
  { number: 3, name: 'chip-silent' },
  { number: 4, name: 'watchdog-reset' },
  { number: 5, name: 'trap-reset' },
] as const;

export type FaultName = (typeof FAULTS)[number]['name'];
