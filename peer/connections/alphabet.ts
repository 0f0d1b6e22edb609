/** Byte values that occur in no message of a socket; data made of them is never taken for a message. */
import type { FarSide } from '../../contract/far-side.ts';

const DIGITS = Array.from({ length: 10 }, (_, digit) => 0x30 + digit);
const BYTE_VALUES = Array.from({ length: 256 }, (_, value) => value);
/** ASCII ACK. */
const ACK = 0x06;
const PAYLOAD_BYTES = 8;
/** A number system needs two digits. */
const LEAST_SYMBOLS = 2;

export interface Alphabet {
  /** Sent where any data will do. */
  readonly fillerByte: number;
  /** A payload of 8 bytes, a different one for each number; null when the messages leave no byte values for it. */
  payload(number: number): Uint8Array | null;
}

/** Payloads are decimal numbers in ASCII, unless a message contains digits. */
export function alphabetOf({ fromDevice, toDevice }: FarSide): Alphabet {
  const used = new Set([...fromDevice, ...toDevice].flatMap(({ bytes }) => bytes));
  const free = [...DIGITS, ...BYTE_VALUES.filter((value) => !DIGITS.includes(value))].filter((byte) => !used.has(byte));
  const symbols = free.slice(0, DIGITS.length);
  return {
    fillerByte: used.has(ACK) ? (free[0] ?? ACK) : ACK,
    payload: (number) => (symbols.length < LEAST_SYMBOLS ? null : encoded(number, symbols)),
  };
}

/** The number in the system whose digits are `symbols`, the last digit last. */
function encoded(number: number, symbols: readonly number[]): Uint8Array {
  const payload = new Uint8Array(PAYLOAD_BYTES);
  let rest = number;
  for (let index = PAYLOAD_BYTES - 1; index >= 0; index--) {
    payload[index] = symbols[rest % symbols.length] ?? 0;
    rest = Math.floor(rest / symbols.length);
  }
  return payload;
}
