import type { CodePlace, Core, Operation } from '../core.ts';
import { shifted } from '../shift.ts';
import { reversed, reversedHalfwords, reversedSigned, undefinedInstruction } from '../thumb16/miscellaneous.ts';

/** Shifts by a register, extensions, reversals and counts (A5.3.12). */
export function ofRegisters(first: number, second: number, place: CodePlace): Operation {
  const kind = (first >> 4) & 15;
  const isExtension = (second & 0x80) !== 0;
  if (kind < 8 && !isExtension && (second & 0x70) === 0) return shift(first, second, place);
  if (kind < 8 && isExtension) return extension(kind, first, second, place);
  if (kind >= 8 && (second & 0xc0) === 0x80) return miscellaneous(kind, first, second, place);
  return undefinedInstruction(first);
}

function shift(first: number, second: number, { at }: CodePlace): Operation {
  const [kind, flags] = [(first >> 5) & 3, (first & 0x10) !== 0];
  const [n, d, m] = [first & 15, (second >> 8) & 15, second & 15];
  return (core) => {
    const { registers } = core;
    registers[15] = at + 4;
    const result = shifted(core, registers[n] as number, kind, (registers[m] as number) & 0xff);
    registers[d] = result;
    if (flags) {
      core.setNZ(result);
      core.C = core.shifterCarry;
    }
    core.cycles += 1;
  };
}

const half = (value: number): number => (value << 16) >> 16;
const byte = (value: number): number => (value << 24) >> 24;

/** By bits 6 to 4: SXTH, UXTH, SXTB16, UXTB16, SXTB, UXTB; with Rn they add, the 16s each halfword alone. */
const EXTENSIONS: readonly ((value: number) => number)[] = [
  half,
  (value) => value & 0xffff,
  (value) => (byte(value) & 0xffff) | (byte(value >> 16) << 16),
  (value) => value & 0x00ff_00ff,
  byte,
  (value) => value & 0xff,
];

function extension(kind: number, first: number, second: number, { at }: CodePlace): Operation {
  const extend = EXTENSIONS[kind];
  if (extend === undefined) return undefinedInstruction(first);
  const [n, d, m, turn] = [first & 15, (second >> 8) & 15, second & 15, (second >> 1) & 0x18];
  const isDual = kind === 2 || kind === 3;
  return (core) => {
    const { registers } = core;
    registers[15] = at + 4;
    const value = registers[m] as number;
    const extended = extend(turn === 0 ? value : (value >>> turn) | (value << (32 - turn)));
    const base = n === 15 ? 0 : (registers[n] as number);
    registers[d] = isDual ? addHalves(base, extended) : base + extended;
    core.cycles += 1;
  };
}

function addHalves(a: number, b: number): number {
  return ((a + b) & 0xffff) | (((a & ~0xffff) + (b & ~0xffff)) & ~0xffff);
}

function reversedBits(value: number): number {
  let result = 0;
  for (let bit = 0; bit < 32; bit++) result |= ((value >>> bit) & 1) << (31 - bit);
  return result;
}

/** By bits 5 and 4 of both halfwords: REV, REV16, RBIT, REVSH; CLZ. */
const OF_ONE: Readonly<Record<number, (value: number) => number>> = {
  16: reversed,
  17: reversedHalfwords,
  18: reversedBits,
  19: reversedSigned,
  48: Math.clz32,
};

/** Bits 23 to 20 of 1000 and more: saturating additions, reversals, SEL, CLZ. */
function miscellaneous(kind: number, first: number, second: number, { at }: CodePlace): Operation {
  const apply = OF_ONE[((kind & 3) << 4) | ((second >> 4) & 3)];
  if (apply === undefined || kind > 11) return undefinedInstruction(first);
  const [d, m] = [(second >> 8) & 15, second & 15];
  return (core: Core) => {
    core.registers[15] = at + 4;
    core.registers[d] = apply(core.registers[m] as number);
    core.cycles += 1;
  };
}
