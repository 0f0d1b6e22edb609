import { hexText } from '../../words.ts';

/** Sn_SR (W5500 and W5200 datasheets, Sn_SR). Names without `SOCK_`. */
export const SR = {
  CLOSED: 0x00,
  ARP: 0x01,
  INIT: 0x13,
  LISTEN: 0x14,
  SYNSENT: 0x15,
  SYNRECV: 0x16,
  ESTABLISHED: 0x17,
  FIN_WAIT: 0x18,
  CLOSING: 0x1a,
  TIME_WAIT: 0x1b,
  CLOSE_WAIT: 0x1c,
  LAST_ACK: 0x1d,
  UDP: 0x22,
} as const;

export type StateName = keyof typeof SR;
export type State = (typeof SR)[StateName];

const NAMES: ReadonlyMap<number, string> = new Map(Object.entries(SR).map(([name, code]) => [code, name]));

/** The datasheet's name, or the number where it has none. */
export function stateName(state: number): string {
  return NAMES.get(state) ?? hexText(state, 2);
}
