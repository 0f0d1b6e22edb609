import type { CodePlace, Core, Operation } from '../core.ts';
import { expanded, immediateShift, shifted } from '../shift.ts';
import { undefinedInstruction } from '../thumb16/miscellaneous.ts';

/** The second operand; leaves its carry in `core.shifterCarry`. */
type Operand = (core: Core) => number;
/** The result of an operation; with `flags` it sets all of them. */
type Apply = (core: Core, a: number, b: number, flags: boolean) => number;

const logic =
  (apply: (a: number, b: number) => number): Apply =>
  (core, a, b, flags) => {
    const result = apply(a, b);
    if (flags) {
      core.setNZ(result);
      core.C = core.shifterCarry;
    }
    return result;
  };

/** An addition of both operands, each as it is or inverted, and a carry: 0, 1, or C. */
const sum =
  (invertsFirst: boolean, invertsSecond: boolean, carry: 0 | 1 | 'C'): Apply =>
  (core, a, b, flags) => {
    const x = invertsFirst ? ~a : a;
    const y = invertsSecond ? ~b : b;
    const carried = carry === 'C' ? (core.C ? 1 : 0) : carry;
    return flags ? core.addWithCarry(x, y, carried) : (x + y + carried) | 0;
  };

const AND = logic((a, b) => a & b);
const EOR = logic((a, b) => a ^ b);
const ADD = sum(false, false, 0);
const SUB = sum(false, true, 1);

/** By bits 8 to 5 of the first halfword (A5.3.1, A5.3.11). */
const OPERATIONS: Readonly<Record<number, Apply>> = {
  0: AND,
  1: logic((a, b) => a & ~b),
  2: logic((a, b) => a | b),
  3: logic((a, b) => a | ~b),
  4: EOR,
  8: ADD,
  10: sum(false, false, 'C'),
  11: sum(false, true, 'C'),
  13: SUB,
  14: sum(true, false, 1),
};
/** With Rd = 15 these only set flags: TST, TEQ, CMN, CMP. With Rn = 15 ORR and ORN are MOV and MVN. */
const COMPARING = [0, 4, 8, 13];
const MOVING = [2, 3];
const PKH = 6;

/** Data processing with a constant of 12 bits (A5.3.1). */
export function ofConstant(first: number, second: number, place: CodePlace): Operation {
  const imm12 = ((first & 0x400) << 1) | ((second >> 4) & 0x700) | (second & 0xff);
  const { value, carry } = expanded(imm12);
  return dataProcessing(first, second, place, (core) => {
    core.shifterCarry = carry ?? core.C;
    return value;
  });
}

/** Data processing with a register that a constant shifts (A5.3.11). */
export function ofShifted(first: number, second: number, place: CodePlace): Operation {
  const m = second & 15;
  const { kind, bits } = immediateShift((second >> 4) & 3, ((second >> 10) & 0x1c) | ((second >> 6) & 3));
  if (((first >> 5) & 15) === PKH) return pack(first, second, place);
  return dataProcessing(first, second, place, (core) => shifted(core, core.registers[m] as number, kind, bits));
}

function dataProcessing(first: number, second: number, { at }: CodePlace, operand: Operand): Operation {
  const kind = (first >> 5) & 15;
  const apply = OPERATIONS[kind];
  if (apply === undefined) return undefinedInstruction(first);
  const flags = (first & 0x10) !== 0;
  const [n, d, next] = [first & 15, (second >> 8) & 15, at + 4];
  if (d === 15 && flags && COMPARING.includes(kind)) {
    return (core) => {
      core.registers[15] = next;
      apply(core, core.registers[n] as number, operand(core), true);
      core.cycles += 1;
    };
  }
  const fromZero = n === 15 && MOVING.includes(kind);
  const mask = d === 13 ? ~3 : ~0;
  return (core) => {
    const { registers } = core;
    registers[15] = next;
    registers[d] = apply(core, fromZero ? 0 : (registers[n] as number), operand(core), flags) & mask;
    core.cycles += 1;
  };
}

/** PKHBT and PKHTB. */
function pack(first: number, second: number, { at }: CodePlace): Operation {
  const [n, d, m, isTop] = [first & 15, (second >> 8) & 15, second & 15, (second & 0x20) !== 0];
  const { kind, bits } = immediateShift((second >> 4) & 2, ((second >> 10) & 0x1c) | ((second >> 6) & 3));
  return (core) => {
    const { registers } = core;
    registers[15] = at + 4;
    const [a, b] = [registers[n] as number, shifted(core, registers[m] as number, kind, bits)];
    registers[d] = isTop ? (a & ~0xffff) | (b & 0xffff) : (b & ~0xffff) | (a & 0xffff);
    core.cycles += 1;
  };
}
