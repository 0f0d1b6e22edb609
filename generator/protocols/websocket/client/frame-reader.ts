/** A server's frames as they come in, each checked as soon as its bytes decide (RFC 6455 sections 5.1 and 5.2). */
import { concatenated } from './bytes.ts';
import { CONTROL, FIN, MASKED, OPCODES, SHORT } from './frames.ts';
import { violation, type WebsocketViolation } from './violation.ts';

export interface ServerFrame {
  readonly isLast: boolean;
  readonly opcode: number;
  readonly payload: Uint8Array;
}

const RESERVED_BITS = 0x70;
const OPCODE = 0x0f;
const KNOWN: readonly number[] = Object.values(OPCODES);

export class FrameReader {
  #input: Uint8Array = new Uint8Array(0);

  /** Bytes of a frame have come, and not all of them. */
  get isInside(): boolean {
    return this.#input.length > 0;
  }

  add(bytes: Uint8Array): void {
    this.#input = this.#input.length === 0 ? bytes : concatenated([this.#input, bytes]);
  }

  /** Null: more is to come. */
  next(): ServerFrame | WebsocketViolation | null {
    const [first, second] = this.#input;
    if (first === undefined) return null;
    const wrong = wrongFirst(first) ?? (second === undefined ? null : wrongSecond(first, second));
    if (wrong !== null || second === undefined) return wrong;
    const size = sizeIn(second);
    if (this.#input.length < 2 + size) return null;
    const extended = this.#input.subarray(2, 2 + size);
    const length = size === 0 ? second : extended.reduce((sum, byte) => sum * 256 + byte, 0);
    return wrongLength(extended, length) ?? this.#whole(first, 2 + size, length);
  }

  #whole(first: number, from: number, length: number): ServerFrame | null {
    if (this.#input.length < from + length) return null;
    const payload = this.#input.slice(from, from + length);
    this.#input = this.#input.subarray(from + length);
    return { isLast: (first & FIN) !== 0, opcode: first & OPCODE, payload };
  }
}

function wrongFirst(first: number): WebsocketViolation | null {
  const [opcode, reserved] = [first & OPCODE, first & RESERVED_BITS];
  if (reserved !== 0) {
    return violation(
      'reserved',
      `a frame has reserved bits (its first byte is ${hexOf(first)}), and no extension was agreed on`,
    );
  }
  if (!KNOWN.includes(opcode)) return violation('opcode', `a frame has the opcode ${hexOf(opcode)}, which is reserved`);
  if ((opcode & CONTROL) !== 0 && (first & FIN) === 0) return violation('control', 'a control frame is a fragment');
  return null;
}

function wrongSecond(first: number, second: number): WebsocketViolation | null {
  if ((second & MASKED) !== 0) return violation('mask', 'a frame is masked; only clients mask');
  const isTooLong = (first & CONTROL) !== 0 && second > SHORT;
  return isTooLong ? violation('control', `a control frame has more than ${SHORT} bytes`) : null;
}

function sizeIn(second: number): number {
  if (second <= SHORT) return 0;
  return second === 126 ? 2 : 8;
}

function wrongLength(extended: Uint8Array, length: number): WebsocketViolation | null {
  if (extended.length === 0) return null;
  if (extended.length === 8 && ((extended[0] ?? 0) & 0x80) !== 0) {
    return violation('length', 'a length of 64 bits has its first bit set');
  }
  const least = extended.length === 2 ? SHORT + 1 : 0x1_0000;
  return length < least
    ? violation('length', `the length ${length} is written in ${extended.length} bytes; a shorter form exists`)
    : null;
}

function hexOf(value: number): string {
  return `0x${value.toString(16)}`;
}
