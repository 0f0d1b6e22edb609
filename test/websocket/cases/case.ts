/** What a client sends after the handshake, and what the device must say to it. */
import { BINARY, CLOSE, closePayload, frame, PING, PONG, TEXT } from '../rig.ts';

export interface WebsocketCase {
  /** Number in the Autobahn test suite (crossbario/autobahn-testsuite), of which this is the same question; null: not there. */
  readonly number: string | null;
  readonly name: string;
  /** The client's frames, whole or broken. */
  readonly frames: readonly Buffer[];
  /** As `heard` tells it. A text that is refused may have been echoed in part. */
  readonly want: readonly string[];
  /** How the frames are cut into segments. Default: one segment. */
  readonly chops?: 'frames' | 'octets' | number;
}

const END = frame(CLOSE, closePayload(1000));
const ENDED = 'close 1000';

/** The device goes on after it: a close in order is the proof. */
export function served(
  number: string | null,
  name: string,
  frames: readonly Buffer[],
  want: readonly string[],
  chops: WebsocketCase['chops'] = undefined,
): WebsocketCase {
  return { number, name, frames: [...frames, END], want: [...want, ENDED], ...(chops !== undefined && { chops }) };
}

/** The device says the code, one of several where the RFC leaves it open, and nothing to what comes behind. */
export function refused(
  number: string | null,
  name: string,
  frames: readonly Buffer[],
  code: number | `${number}/${number}`,
  options: { readonly before?: readonly string[]; readonly chops?: WebsocketCase['chops'] } = {},
): WebsocketCase {
  const { before = [], chops } = options;
  return { number, name, frames, want: [...before, `close ${code}`], ...(chops !== undefined && { chops }) };
}

export const PROTOCOL_ERROR = 1002;
export const NOT_UTF8 = 1007;
export const TOO_BIG = 1009;

export const text = (payload: Uint8Array | string): Buffer => frame(TEXT, payload);
export const binary = (payload: Uint8Array | string): Buffer => frame(BINARY, payload);
export const ping = (payload: Uint8Array | string = ''): Buffer => frame(PING, payload);
export const pong = (payload: Uint8Array | string = ''): Buffer => frame(PONG, payload);
export const close = (code: number | null, reason: Uint8Array | string = ''): Buffer =>
  frame(CLOSE, code === null ? '' : closePayload(code, reason));
export const begin = (payload: Uint8Array | string): Buffer => frame(0x01, payload);
export const more = (payload: Uint8Array | string): Buffer => frame(0x00, payload);
export const last = (payload: Uint8Array | string): Buffer => frame(0x80, payload);
export const stars = (length: number): string => '*'.repeat(length);
export const hex = (digits: string): Buffer => Buffer.from(digits.replaceAll(' ', ''), 'hex');

/** A text in fragments of so many bytes. */
export function fragments(payload: Buffer, size: number): readonly Buffer[] {
  const count = Math.max(1, Math.ceil(payload.length / size));
  return Array.from({ length: count }, (_, index) => {
    const first = (index === 0 ? 0x01 : 0x00) | (index === count - 1 ? 0x80 : 0);
    return frame(first, payload.subarray(index * size, (index + 1) * size));
  });
}
