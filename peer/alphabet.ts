/** Bytes that no message of a spec contains, so that what is made of them is never taken for one. */
import type { WatchPlan } from '../contract/device.ts';

const DIGITS = Array.from({ length: 10 }, (_, digit) => 0x30 + digit);
const BYTE_VALUES = Array.from({ length: 256 }, (_, value) => value);
/** ASCII's ACK. */
const ACK = 0x06;
const PAYLOAD_BYTES = 8;
/** Fewer cannot count. */
const LEAST_SYMBOLS = 2;

export interface Alphabet {
  /** Said when any data will do. */
  readonly lifeByte: number;
  /** A numbered payload of 8 bytes; null when the messages leave no bytes for it. */
  payload(number: number): Uint8Array | null;
}

/** Payloads are decimal numbers where the messages have no digits in them. */
export function alphabetOf(watch: WatchPlan): Alphabet {
  const used = new Set(messagesOf(watch).flat());
  const free = [...DIGITS, ...BYTE_VALUES.filter((value) => !DIGITS.includes(value))].filter((byte) => !used.has(byte));
  const symbols = free.slice(0, DIGITS.length);
  return {
    lifeByte: used.has(ACK) ? (free[0] ?? ACK) : ACK,
    payload: (number) => (symbols.length < LEAST_SYMBOLS ? null : written(number, symbols)),
  };
}

function written(number: number, symbols: readonly number[]): Uint8Array {
  const payload = new Uint8Array(PAYLOAD_BYTES);
  let rest = number;
  for (let place = PAYLOAD_BYTES - 1; place >= 0; place--) {
    payload[place] = symbols[rest % symbols.length] ?? 0;
    rest = Math.floor(rest / symbols.length);
  }
  return payload;
}

function messagesOf({ primer, heartbeat, ask, goodbye }: WatchPlan): readonly (readonly number[])[] {
  return [
    primer,
    heartbeat.send?.message,
    heartbeat.expect?.message,
    ask?.message,
    ask?.answer?.message,
    goodbye?.message,
  ].flatMap((message) => (message ? [message] : []));
}
