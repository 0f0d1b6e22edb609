import type { CodePlace, Core, Operation } from '../core.ts';
import { MULTIPLY } from '../cycles.ts';
import { ASR, LSL, LSR, ROR, shifted } from '../shift.ts';
import { compare } from './shift-add-move.ts';

/** The result of an operation on Rdn and Rm; sets the flags that are not N and Z itself. */
type Alu = (core: Core, a: number, b: number) => number;

const byRegister =
  (kind: number): Alu =>
  (core, a, b) => {
    const result = shifted(core, a, kind, b & 0xff);
    core.C = core.shifterCarry;
    return result;
  };

/** By bits 9 to 6 (A5.2.2); null for what only sets flags. */
const LOGIC: Readonly<Record<number, (a: number, b: number) => number>> = {
  0: (a, b) => a & b,
  1: (a, b) => a ^ b,
  12: (a, b) => a | b,
  13: (a, b) => Math.imul(a, b),
  14: (a, b) => a & ~b,
  15: (_a, b) => ~b,
};
const SHIFTS: Readonly<Record<number, Alu>> = {
  2: byRegister(LSL),
  3: byRegister(LSR),
  4: byRegister(ASR),
  7: byRegister(ROR),
};
const TST = 8;
const RSB = 9;
const CMP = 10;
const CMN = 11;
const ADC = 5;
const MUL = 13;

/** Data processing of two low registers (A5.2.2). */
export function data(opcode: number, { at, inIt }: CodePlace): Operation {
  const [d, m, kind, next] = [opcode & 7, (opcode >> 3) & 7, (opcode >> 6) & 15, at + 2];
  const logic = LOGIC[kind];
  if (logic !== undefined) return logical({ d, m, next, flags: !inIt }, logic, kind === MUL ? MULTIPLY : 1);
  const shift = SHIFTS[kind];
  if (shift !== undefined) return shiftOf({ d, m, next, flags: !inIt }, shift);
  if (kind === TST || kind === CMP || kind === CMN) return comparison(kind, { d, m, next });
  return arithmetic(kind, { d, m, next, flags: !inIt });
}

interface Two {
  readonly d: number;
  readonly m: number;
  readonly next: number;
  readonly flags: boolean;
}

function logical({ d, m, next, flags }: Two, apply: (a: number, b: number) => number, cycles: number): Operation {
  return (core) => {
    const { registers } = core;
    registers[15] = next;
    const result = apply(registers[d] as number, registers[m] as number);
    registers[d] = result;
    if (flags) core.setNZ(result);
    core.cycles += cycles;
  };
}

function shiftOf({ d, m, next, flags }: Two, apply: Alu): Operation {
  return (core) => {
    const { registers } = core;
    registers[15] = next;
    const carry = core.C;
    const result = apply(core, registers[d] as number, registers[m] as number);
    registers[d] = result;
    if (flags) core.setNZ(result);
    else core.C = carry;
    core.cycles += 1;
  };
}

function comparison(kind: number, { d, m, next }: Omit<Two, 'flags'>): Operation {
  return (core) => {
    const { registers } = core;
    registers[15] = next;
    const a = registers[d] as number;
    const b = registers[m] as number;
    if (kind === CMP) compare(core, a, b);
    else if (kind === CMN) core.addWithCarry(a, b, 0);
    else core.setNZ(a & b);
    core.cycles += 1;
  };
}

/** ADC, SBC and RSB from 0. */
function arithmetic(kind: number, { d, m, next, flags }: Two): Operation {
  return (core) => {
    const { registers } = core;
    registers[15] = next;
    const a = registers[d] as number;
    const b = registers[m] as number;
    const carry = core.C ? 1 : 0;
    const x = kind === RSB ? 0 : a;
    const y = kind === ADC ? b : ~b;
    const z = kind === RSB ? 1 : carry;
    registers[d] = flags ? core.addWithCarry(x, y, z) : x + y + z;
    core.cycles += 1;
  };
}
