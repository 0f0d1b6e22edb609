import type { CodePlace, Operation } from '../core.ts';
import { MULTIPLY, MULTIPLY_ACCUMULATE, MULTIPLY_LONG } from '../cycles.ts';
import { undefinedInstruction } from '../thumb16/miscellaneous.ts';

/** MUL, MLA and MLS (A5.3.16). */
export function multiply(first: number, second: number, { at }: CodePlace): Operation {
  if ((first & 0x70) !== 0 || (second & 0xe0) !== 0) return undefinedInstruction(first);
  const [n, m, a, d] = [first & 15, second & 15, second >> 12, (second >> 8) & 15];
  const subtracts = (second & 0x10) !== 0;
  if (a === 15) {
    if (subtracts) return undefinedInstruction(first);
    return (core) => {
      core.registers[15] = at + 4;
      core.registers[d] = Math.imul(core.registers[n] as number, core.registers[m] as number);
      core.cycles += MULTIPLY;
    };
  }
  return (core) => {
    const { registers } = core;
    registers[15] = at + 4;
    const product = Math.imul(registers[n] as number, registers[m] as number);
    registers[d] = subtracts ? (registers[a] as number) - product : (registers[a] as number) + product;
    core.cycles += MULTIPLY_ACCUMULATE;
  };
}

const SMULL = 0;
const SDIV = 1;
const UMULL = 2;
const UDIV = 3;
const SMLAL = 4;
const UMLAL = 6;

/** Products of 64 bits, and divisions (A5.3.17). */
export function multiplyLong(first: number, second: number, place: CodePlace): Operation {
  const [kind, rest] = [(first >> 4) & 7, (second >> 4) & 15];
  if ((kind === SDIV || kind === UDIV) && rest === 15) return divide(kind === SDIV, first, second, place);
  if (rest !== 0 || ![SMULL, UMULL, SMLAL, UMLAL].includes(kind)) return undefinedInstruction(first);
  const isSigned = kind === SMULL || kind === SMLAL;
  return productOf({ isSigned, adds: kind >= SMLAL }, first, second, place);
}

interface Kind {
  readonly isSigned: boolean;
  readonly adds: boolean;
}

function productOf({ isSigned, adds }: Kind, first: number, second: number, { at }: CodePlace): Operation {
  const [n, m, low, high] = [first & 15, second & 15, second >> 12, (second >> 8) & 15];
  return (core) => {
    const { registers } = core;
    registers[15] = at + 4;
    const a = registers[n] as number;
    const b = registers[m] as number;
    const low32 = Math.imul(a, b);
    const high32 = isSigned ? signedHigh(a, b) : unsignedHigh(a, b);
    const sum = (low32 >>> 0) + (adds ? (registers[low] as number) >>> 0 : 0);
    const carry = sum > 0xffff_ffff ? 1 : 0;
    registers[high] = high32 + (adds ? (registers[high] as number) : 0) + carry;
    registers[low] = sum;
    core.cycles += MULTIPLY_LONG;
  };
}

/** The upper 32 bits of a product of 64 bits, from parts of 16 bits. */
function unsignedHigh(a: number, b: number): number {
  const [a0, a1, b0, b1] = [a & 0xffff, a >>> 16, b & 0xffff, b >>> 16];
  const middle = a1 * b0 + ((a0 * b0) >>> 16);
  const other = a0 * b1 + (middle % 0x10000);
  return (a1 * b1 + Math.floor(middle / 0x10000) + Math.floor(other / 0x10000)) | 0;
}

function signedHigh(a: number, b: number): number {
  return (unsignedHigh(a, b) - (a < 0 ? b : 0) - (b < 0 ? a : 0)) | 0;
}

/** By 0 the quotient is 0: CCR.DIV_0_TRP is not modelled. 2 to 12 cycles, by the difference of the operands' lengths. */
function divide(isSigned: boolean, first: number, second: number, { at }: CodePlace): Operation {
  const [n, m, d] = [first & 15, second & 15, (second >> 8) & 15];
  return (core) => {
    const { registers } = core;
    registers[15] = at + 4;
    const a = registers[n] as number;
    const b = registers[m] as number;
    if (b === 0) registers[d] = 0;
    else registers[d] = isSigned ? (a / b) | 0 : Math.floor((a >>> 0) / (b >>> 0)) | 0;
    const length = (value: number): number => 32 - Math.clz32(isSigned ? Math.abs(value) : value);
    core.cycles += 2 + Math.min(10, Math.ceil(Math.max(0, length(a) - length(b)) / 3));
  };
}
