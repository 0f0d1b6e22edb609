import type { CodePlace, Core, Operation } from '../core.ts';
import { ASR, immediateShift, LSL, shifted } from '../shift.ts';
import { undefinedInstruction } from '../thumb16/miscellaneous.ts';

type Compute = (core: Core, rn: number) => number;

/** Data processing with a plain constant: ADDW, MOVW, MOVT, SSAT, bit fields and the like (A5.3.3). */
export function plain(first: number, second: number, { at }: CodePlace): Operation {
  const [kind, n, d] = [(first >> 4) & 31, first & 15, (second >> 8) & 15];
  const compute = computing(kind, n, { first, second, at });
  if (compute === undefined) return undefinedInstruction(first);
  return (core) => {
    const { registers } = core;
    registers[15] = at + 4;
    registers[d] = compute(core, registers[n] as number);
    core.cycles += 1;
  };
}

interface Encoded {
  readonly first: number;
  readonly second: number;
  readonly at: number;
}

function computing(kind: number, n: number, encoded: Encoded): Compute | undefined {
  const { first, second, at } = encoded;
  const imm12 = ((first & 0x400) << 1) | ((second >> 4) & 0x700) | (second & 0xff);
  const base = (at + 4) & ~3;
  switch (kind) {
    case 0:
      return n === 15 ? () => base + imm12 : (_core, rn) => rn + imm12;
    case 10:
      return n === 15 ? () => base - imm12 : (_core, rn) => rn - imm12;
    case 4:
      return () => (n << 12) | imm12;
    case 12:
      return ofTop((n << 12) | imm12, (second >> 8) & 15);
    default:
      return kind >= 16 ? saturationOrField(kind, n, second) : undefined;
  }
}

function ofTop(imm16: number, d: number): Compute {
  return (core) => ((core.registers[d] as number) & 0xffff) | (imm16 << 16);
}

function saturationOrField(kind: number, n: number, second: number): Compute | undefined {
  const lowest = ((second >> 10) & 0x1c) | ((second >> 6) & 3);
  const width = (second & 31) + 1;
  if (kind === 20) return (_core, rn) => (rn << (32 - lowest - width)) >> (32 - width); // SBFX
  if (kind === 28) return (_core, rn) => (rn << (32 - lowest - width)) >>> (32 - width); // UBFX
  if (kind === 22) return insertion(n, lowest, (second & 31) - lowest + 1, (second >> 8) & 15);
  if (kind === 16 || kind === 18) return saturating(kind === 18, lowest, second & 31, signedSaturation);
  if (kind === 24 || kind === 26) return saturating(kind === 26, lowest, second & 31, unsignedSaturation);
  return undefined;
}

/** BFI, and BFC with Rn = 15. */
function insertion(n: number, lowest: number, width: number, d: number): Compute | undefined {
  if (width < 1) return undefined;
  const mask = (width === 32 ? ~0 : (1 << width) - 1) << lowest;
  return (core, rn) => ((core.registers[d] as number) & ~mask) | ((n === 15 ? 0 : rn << lowest) & mask);
}

export type Saturation = (core: Core, value: number, bits: number) => number;

/** SignedSatQ (A2.2.1): `value` of any size into `bits`. */
export const signedSaturation: Saturation = (core, value, bits) => {
  const most = 2 ** (bits - 1) - 1;
  return clamped(core, value, -most - 1, most);
};

export const unsignedSaturation: Saturation = (core, value, bits) => clamped(core, value, 0, 2 ** bits - 1);

function clamped(core: Core, value: number, least: number, most: number): number {
  if (value >= least && value <= most) return value;
  core.Q = true;
  return value < least ? least : most;
}

/** SSAT and USAT; with a shift right by 0 they are SSAT16 and USAT16, on both halfwords. */
function saturating(isRight: boolean, amount: number, field: number, saturate: Saturation): Compute {
  const bits = saturate === signedSaturation ? field + 1 : field;
  if (isRight && amount === 0) {
    return (core, rn) => (saturate(core, (rn << 16) >> 16, bits) & 0xffff) | (saturate(core, rn >> 16, bits) << 16);
  }
  const { kind, bits: distance } = immediateShift(isRight ? ASR : LSL, amount);
  return (core, rn) => saturate(core, shifted(core, rn, kind, distance), bits);
}
