import type { Core } from './core.ts';

/** Kinds of shifts by their two bits; RRX is ROR by 0 in an instruction (A7.4.1). */
export const LSL = 0;
export const LSR = 1;
export const ASR = 2;
export const ROR = 3;
export const RRX = 4;

export interface Shift {
  readonly kind: number;
  readonly bits: number;
}

/** DecodeImmShift (A7.4.2). */
export function immediateShift(kind: number, bits: number): Shift {
  if (bits !== 0 || kind === LSL) return { kind, bits };
  return kind === ROR ? { kind: RRX, bits: 1 } : { kind, bits: 32 };
}

/** Shift_C (A7.4.2): the carry goes to `core.shifterCarry`; a shift by 0 bits keeps C. */
export function shifted(core: Core, value: number, kind: number, bits: number): number {
  if (bits === 0) {
    core.shifterCarry = core.C;
    return value;
  }
  if (kind === LSL) return left(core, value, bits);
  if (kind === LSR) return right(core, value, bits);
  if (kind === ASR) {
    core.shifterCarry = ((value >> Math.min(bits - 1, 31)) & 1) !== 0;
    return value >> Math.min(bits, 31);
  }
  if (kind === ROR) return rotated(core, value, bits & 31);
  const carry = core.C ? 1 << 31 : 0;
  core.shifterCarry = (value & 1) !== 0;
  return (value >>> 1) | carry;
}

function left(core: Core, value: number, bits: number): number {
  core.shifterCarry = bits <= 32 && ((value >>> (32 - bits)) & 1) !== 0;
  return bits < 32 ? value << bits : 0;
}

function right(core: Core, value: number, bits: number): number {
  core.shifterCarry = bits <= 32 && ((value >>> (bits - 1)) & 1) !== 0;
  return bits < 32 ? (value >>> bits) | 0 : 0;
}

function rotated(core: Core, value: number, bits: number): number {
  const result = bits === 0 ? value : (value >>> bits) | (value << (32 - bits));
  core.shifterCarry = result < 0;
  return result;
}

/** The value of a constant of 12 bits, and the carry that it leaves; undefined: C stays (ThumbExpandImm_C, A5.3.2). */
export function expanded(imm12: number): { readonly value: number; readonly carry: boolean | undefined } {
  const byte = imm12 & 0xff;
  if (imm12 >> 10 === 0) {
    const patterns = [byte, byte | (byte << 16), (byte << 8) | (byte << 24), byte * 0x0101_0101];
    return { value: (patterns[(imm12 >> 8) & 3] as number) | 0, carry: undefined };
  }
  const [unrotated, bits] = [0x80 | (imm12 & 0x7f), (imm12 >> 7) & 31];
  const value = (unrotated >>> bits) | (unrotated << (32 - bits));
  return { value, carry: value < 0 };
}
