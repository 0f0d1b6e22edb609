/** A client's frames (RFC 6455 section 5.2). */
import { concatenated } from './bytes.ts';

export const OPCODES = { continuation: 0x0, text: 0x1, binary: 0x2, close: 0x8, ping: 0x9, pong: 0xa } as const;
/** Set in the opcode of a control frame. */
export const CONTROL = 0x8;
export const FIN = 0x80;
export const MASKED = 0x80;
/** Lengths of one byte; a control frame has no longer one. */
export const SHORT = 125;

export interface FrameParts {
  readonly opcode: number;
  readonly payload: Uint8Array;
  /** Absent: the frame is the last one of its message. */
  readonly continues?: true;
}

/** @param mask null: the frame goes out as no client's may */
export function frameOf({ opcode, payload, continues }: FrameParts, mask: Uint8Array | null): Uint8Array {
  const first = (continues === true ? 0 : FIN) | opcode;
  const [short = 0, ...extended] = lengthOf(payload.length);
  if (mask === null) return concatenated([Uint8Array.of(first, short, ...extended), payload]);
  const masked = payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0));
  return concatenated([Uint8Array.of(first, short | MASKED, ...extended), mask, masked]);
}

/** The shortest form of a length. */
function lengthOf(length: number): readonly number[] {
  if (length <= SHORT) return [length];
  if (length < 0x1_0000) return [126, length >> 8, length & 0xff];
  return [127, 0, 0, 0, 0, length >>> 24, (length >> 16) & 0xff, (length >> 8) & 0xff, length & 0xff];
}

/** The frames of one message; each fragment has a share of the payload. */
export function fragmentsOf(opcode: number, data: Uint8Array, count: number): readonly FrameParts[] {
  return Array.from({ length: count }, (_, index) => {
    const payload = data.subarray(
      Math.floor((index * data.length) / count),
      Math.floor(((index + 1) * data.length) / count),
    );
    const parts = { opcode: index === 0 ? opcode : OPCODES.continuation, payload };
    return index < count - 1 ? { ...parts, continues: true } : parts;
  });
}

/** The payload of a close (section 5.5.1). */
export function closePayload(code: number | null, reason: string): Uint8Array {
  if (code === null) return new Uint8Array(0);
  return concatenated([Uint8Array.of(code >> 8, code & 0xff), new TextEncoder().encode(reason)]);
}
