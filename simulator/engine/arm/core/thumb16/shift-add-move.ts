import type { CodePlace, Core, Operation } from '../core.ts';
import { ASR, immediateShift, LSL, shifted } from '../shift.ts';

/** Shift by a constant, add, subtract, move, compare (A5.2.1). */
export function shiftAddMove(opcode: number, { at, inIt }: CodePlace): Operation {
  const next = at + 2;
  const flags = !inIt;
  if (opcode >> 13 !== 0) return ofConstant(opcode, next, flags);
  const [d, n] = [opcode & 7, (opcode >> 3) & 7];
  if (opcode >> 11 !== 3) return shiftByConstant(opcode >> 11, (opcode >> 6) & 31, { d, n, next, flags });
  const third = (opcode >> 6) & 7;
  const isConstant = (opcode & 0x400) !== 0;
  if ((opcode & 0x200) !== 0) return isConstant ? subConstant(d, n, third, next, flags) : sub(d, n, third, next, flags);
  return isConstant ? addConstant(d, n, third, next, flags) : add(d, n, third, next, flags);
}

function ofConstant(opcode: number, next: number, flags: boolean): Operation {
  const [d, value] = [(opcode >> 8) & 7, opcode & 0xff];
  const kind = (opcode >> 11) & 3;
  if (kind === 0) return move(d, value, next, flags);
  if (kind === 1) return compareConstant(d, value, next);
  return kind === 2 ? addConstant(d, d, value, next, flags) : subConstant(d, d, value, next, flags);
}

interface Shifting {
  readonly d: number;
  readonly n: number;
  readonly next: number;
  readonly flags: boolean;
}

function shiftByConstant(kind: number, imm5: number, { d, n, next, flags }: Shifting): Operation {
  const { kind: by, bits } = immediateShift(kind === 2 ? ASR : kind, imm5);
  return (core) => {
    const { registers } = core;
    registers[15] = next;
    const value = registers[n] as number;
    const result = by === LSL && !flags ? value << bits : shifted(core, value, by, bits);
    registers[d] = result;
    if (flags) {
      core.setNZ(result);
      core.C = core.shifterCarry;
    }
    core.cycles += 1;
  };
}

function move(d: number, value: number, next: number, flags: boolean): Operation {
  return (core) => {
    core.registers[15] = next;
    core.registers[d] = value;
    if (flags) core.setNZ(value);
    core.cycles += 1;
  };
}

/** Flags of a - b. */
export function compare(core: Core, a: number, b: number): number {
  const result = (a - b) | 0;
  core.N = result < 0;
  core.Z = result === 0;
  core.C = a >>> 0 >= b >>> 0;
  core.V = ((a ^ b) & (a ^ result)) < 0;
  return result;
}

function compareConstant(n: number, value: number, next: number): Operation {
  return (core) => {
    core.registers[15] = next;
    compare(core, core.registers[n] as number, value);
    core.cycles += 1;
  };
}

function addConstant(d: number, n: number, value: number, next: number, flags: boolean): Operation {
  return (core) => {
    const { registers } = core;
    registers[15] = next;
    const a = registers[n] as number;
    registers[d] = flags ? core.addWithCarry(a, value, 0) : a + value;
    core.cycles += 1;
  };
}

function subConstant(d: number, n: number, value: number, next: number, flags: boolean): Operation {
  return (core) => {
    const { registers } = core;
    registers[15] = next;
    const a = registers[n] as number;
    registers[d] = flags ? compare(core, a, value) : a - value;
    core.cycles += 1;
  };
}

function add(d: number, n: number, m: number, next: number, flags: boolean): Operation {
  return (core) => {
    const { registers } = core;
    registers[15] = next;
    const a = registers[n] as number;
    const b = registers[m] as number;
    registers[d] = flags ? core.addWithCarry(a, b, 0) : a + b;
    core.cycles += 1;
  };
}

function sub(d: number, n: number, m: number, next: number, flags: boolean): Operation {
  return (core) => {
    const { registers } = core;
    registers[15] = next;
    const a = registers[n] as number;
    const b = registers[m] as number;
    registers[d] = flags ? compare(core, a, b) : a - b;
    core.cycles += 1;
  };
}
