/** What a server must say to the bytes of a client, by RFC 6455 and the limits of the spec, for an application that echoes. */
import { BINARY, CLOSE, PING, TEXT } from '../rig.ts';

export interface Expected {
  /** As `heard` tells it, without the last close. */
  readonly want: readonly string[];
  /** Codes of which one closes the WebSocket, -1 for a close without a code; empty: it stays open. */
  readonly codes: readonly number[];
  /** Frames that the server has looked at. */
  readonly frames: number;
}

const PROTOCOL_ERROR = 1002;
const NOT_UTF8 = 1007;
const TOO_BIG = 1009;

interface Header {
  readonly opcode: number;
  readonly isLast: boolean;
  readonly length: number;
  readonly from: number;
  readonly mask: Uint8Array;
}

/** @param longestSought a text of one frame that is so short may be one that is looked for: it is read when it is whole */
export function expectedOf(bytes: Uint8Array, maxMessageBytes: number, longestSought: number): Expected {
  const want: string[] = [];
  let open: { readonly kind: number; readonly parts: Buffer[] } | null = null;
  let [at, frames] = [0, 0];
  const end = (codes: readonly number[]): Expected => ({ want, codes, frames });
  for (;;) {
    const header = headerAt(bytes, at);
    if (header === null) return end([]);
    frames++;
    if (header === 'wrong') return end([PROTOCOL_ERROR]);
    // A first bit that is set is wrong, and the length too big.
    if (header.length >= 2 ** 63) return end([PROTOCOL_ERROR, TOO_BIG]);
    const { opcode, isLast, length, from, mask } = header;
    const payload = Buffer.from(bytes.subarray(from, from + length)).map(
      (byte, index) => byte ^ (mask[index % 4] ?? 0),
    ) as Buffer;
    at = from + length;
    if (opcode >= 8) {
      if (at > bytes.length) return end([]);
      if (opcode === (CLOSE & 0x0f)) return end(codesOf(payload));
      if (opcode === (PING & 0x0f)) want.push(`pong ${payload.toString('latin1')}`);
      continue;
    }
    const isMisplaced = (opcode === 0) !== (open !== null);
    const before: number = open?.parts.reduce((sum, part) => sum + part.length, 0) ?? 0;
    const isTooBig = length + (isMisplaced ? 0 : before) > maxMessageBytes;
    if (isMisplaced || isTooBig) return end([...(isMisplaced ? [PROTOCOL_ERROR] : []), ...(isTooBig ? [TOO_BIG] : [])]);
    if (at > bytes.length && opcode === (TEXT & 0x0f) && isLast && length <= longestSought) return end([]);
    open ??= { kind: opcode, parts: [] };
    open.parts.push(payload);
    const message = Buffer.concat(open.parts);
    const isWhole = isLast && at <= bytes.length;
    if (open.kind === (TEXT & 0x0f) && !isUtf8(message, !isWhole)) return end([NOT_UTF8]);
    if (at > bytes.length) return end([]);
    if (!isWhole) continue;
    want.push(open.kind === (BINARY & 0x0f) ? `binary ${message.toString('latin1')}` : `text ${message}`);
    open = null;
  }
}

/** Null: it is not whole. What its first two bytes decide is wrong though more is missing. */
function headerAt(bytes: Uint8Array, at: number): Header | 'wrong' | null {
  const [first, second] = bytes.subarray(at);
  if (first === undefined || second === undefined) return null;
  const [opcode, short, isLast] = [first & 0x0f, second & 0x7f, (first & 0x80) !== 0];
  const isControl = opcode >= 8;
  const isKnown = opcode <= 2 || (opcode >= 8 && opcode <= 10);
  if ((first & 0x70) !== 0 || !isKnown || (second & 0x80) === 0) return 'wrong';
  if (isControl && (!isLast || short > 125)) return 'wrong';
  const size = short === 127 ? 8 : short === 126 ? 2 : 0;
  const from = at + 2 + size + 4;
  if (bytes.length < from) return null;
  const extended = bytes.subarray(at + 2, at + 2 + size);
  const length = size === 0 ? short : extended.reduce((sum, byte) => sum * 256 + byte, 0);
  if ((size === 2 && length < 126) || (size === 8 && length < 65_536)) return 'wrong';
  return { opcode, isLast, length, from, mask: bytes.subarray(from - 4, from) };
}

function codesOf(payload: Buffer): readonly number[] {
  if (payload.length === 0) return [-1];
  if (payload.length === 1) return [PROTOCOL_ERROR];
  const code = payload.readUInt16BE(0);
  const isRight =
    (code >= 3000 && code <= 4999) || (code >= 1000 && code <= 1014 && ![1004, 1005, 1006].includes(code));
  const isText = isUtf8(payload.subarray(2), false);
  if (isRight && isText) return [code];
  return [...(isRight ? [] : [PROTOCOL_ERROR]), ...(isText ? [] : [NOT_UTF8])];
}

/** @param goesOn it may end within a character */
function isUtf8(bytes: Uint8Array, goesOn: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: goesOn });
    return true;
  } catch {
    return false;
  }
}
