import type { CodePlace, Operation } from '../core.ts';
import { P } from '../cycles.ts';
import { compare } from './shift-add-move.ts';

/** Reads a register; the PC reads as the address of the instruction and 4. */
export type RegisterSource = (registers: Int32Array) => number;

export function source(register: number, at: number): RegisterSource {
  if (register === 15) return () => (at + 4) | 0;
  return (registers) => registers[register] as number;
}

/** ADD, CMP, MOV of all registers, BX and BLX (A5.2.3). */
export function high(opcode: number, { at }: CodePlace): Operation {
  const d = (opcode & 7) | ((opcode >> 4) & 8);
  const m = (opcode >> 3) & 15;
  const kind = (opcode >> 8) & 3;
  if (kind === 3) return branchTo(m, at, (opcode & 0x80) !== 0);
  if (kind === 1) return compareHigh(d, source(m, at), at + 2);
  if (kind === 0) return addHigh(d, source(d, at), source(m, at), at + 2);
  return moveHigh(d, source(m, at), at + 2);
}

function branchTo(m: number, at: number, links: boolean): Operation {
  const read = source(m, at);
  return (core) => {
    const { registers } = core;
    registers[15] = at + 2;
    const target = read(registers);
    if (links) registers[14] = (at + 2) | 1;
    core.cycles += 1 + P;
    core.branchExchange(target);
  };
}

function compareHigh(n: number, read: RegisterSource, next: number): Operation {
  return (core) => {
    core.registers[15] = next;
    compare(core, core.registers[n] as number, read(core.registers));
    core.cycles += 1;
  };
}

function addHigh(d: number, readFirst: RegisterSource, readSecond: RegisterSource, next: number): Operation {
  return place(d, next, (registers) => readFirst(registers) + readSecond(registers));
}

function moveHigh(d: number, read: RegisterSource, next: number): Operation {
  return place(d, next, read);
}

/** A result for any register: in the PC it is a branch, in SP its lowest bits are 0. */
function place(d: number, next: number, result: RegisterSource): Operation {
  if (d === 15) {
    return (core) => {
      core.registers[15] = result(core.registers) & ~1;
      core.cycles += 1 + P;
    };
  }
  const mask = d === 13 ? ~3 : ~0;
  return (core) => {
    core.registers[15] = next;
    core.registers[d] = result(core.registers) & mask;
    core.cycles += 1;
  };
}
