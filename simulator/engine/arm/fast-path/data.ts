/** Data processing. Each function steps to the next instruction and counts the cycles. */
import type { Core } from '../core/core.ts';

export function get(core: Core, register: number): number {
  return core.registers[register] as number;
}

export function step(core: Core): void {
  core.registers[15] = get(core, 15) + 2;
}

/** Stores a result without a change of flags. */
export function set(core: Core, register: number, value: number): void {
  core.registers[register] = value;
  step(core);
  core.cycles += 1;
}

/** Stores a result and sets N and Z by it. */
export function result(core: Core, register: number, value: number): void {
  core.registers[register] = value;
  test(core, value);
}

/** Sets N and Z. */
export function test(core: Core, value: number): void {
  const word = value | 0;
  core.N = word < 0;
  core.Z = word === 0;
  step(core);
  core.cycles += 1;
}

/** Sets the flags by `a - b`; returns the difference. */
export function compare(core: Core, a: number, b: number): number {
  const difference = (a - b) | 0;
  core.C = a >= b;
  core.V = ((a ^ b) & (a ^ difference)) < 0;
  test(core, difference);
  return difference;
}

export function add(core: Core, register: number, a: number, b: number): void {
  const word = (a + b) | 0;
  core.C = a + b > 0xffff_ffff;
  core.V = (~(a ^ b) & (a ^ word)) < 0;
  result(core, register, word);
}

export function subtract(core: Core, register: number, a: number, b: number): void {
  core.registers[register] = compare(core, a, b);
}

export function shiftLeft(core: Core, opcode: number): void {
  const input = get(core, (opcode >> 3) & 7);
  const bits = (opcode >> 6) & 0x1f;
  if (bits !== 0) core.C = ((input >>> (32 - bits)) & 1) !== 0;
  result(core, opcode & 7, input << bits);
}

export function shiftRight(core: Core, opcode: number): void {
  const input = get(core, (opcode >> 3) & 7);
  const bits = (opcode >> 6) & 0x1f;
  core.C = ((input >>> (bits === 0 ? 31 : bits - 1)) & 1) !== 0;
  result(core, opcode & 7, bits === 0 ? 0 : input >>> bits);
}

/** The address at an offset from a register. */
export function place(core: Core, register: number, offset: number): number {
  return (get(core, register) + offset) >>> 0;
}
