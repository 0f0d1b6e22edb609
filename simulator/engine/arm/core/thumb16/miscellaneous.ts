import { CpuFault } from '../../fault.ts';
import type { CodePlace, Operation } from '../core.ts';
import { DIRECT } from '../cycles.ts';
import { pop, push } from './memory.ts';

/** An instruction whose result goes to a register, and that sets no flags. */
function resulting(next: number, d: number, result: (registers: Int32Array) => number): Operation {
  return (core) => {
    core.registers[15] = next;
    core.registers[d] = result(core.registers);
    core.cycles += 1;
  };
}

/** ADR and ADD of SP and a constant, to a low register. */
export function addressOf(opcode: number, { at }: CodePlace): Operation {
  const [d, offset] = [(opcode >> 8) & 7, 4 * (opcode & 0xff)];
  if ((opcode & 0x800) !== 0) return resulting(at + 2, d, (r) => (r[13] as number) + offset);
  const value = ((at + 4) & ~3) + offset;
  return resulting(at + 2, d, () => value);
}

/** `1011 …` (A5.2.5). */
export function miscellaneous(opcode: number, place: CodePlace): Operation {
  const { at } = place;
  if ((opcode & 0x0500) === 0x0100) return compareAndBranch(opcode, at);
  switch ((opcode >> 8) & 15) {
    case 0:
      return moveStack(opcode, at);
    case 2:
      return extend(opcode, at);
    case 4:
    case 5:
      return push(opcode, place);
    case 6:
      return changeState(opcode, at);
    case 10:
      return reverse(opcode, at);
    case 12:
    case 13:
      return pop(opcode, place);
    case 14:
      return stops(`a breakpoint is executed (BKPT ${opcode & 0xff})`);
    case 15:
      return (opcode & 15) === 0 ? hint((opcode >> 4) & 15, at + 2) : ifThen(opcode & 0xff, at);
    default:
      return undefinedInstruction(opcode);
  }
}

export function undefinedInstruction(opcode: number): Operation {
  return stops(`an undefined instruction is executed (0x${opcode.toString(16).padStart(4, '0')})`);
}

/** Ends the run. */
export function stops(message: string): Operation {
  return ({ registers }) => {
    registers[15] = (registers[15] as number) + 2; // as every instruction leaves it
    throw new CpuFault(message);
  };
}

/** CBZ and CBNZ. */
function compareAndBranch(opcode: number, at: number): Operation {
  const [n, whenZero, next] = [opcode & 7, (opcode & 0x800) === 0, at + 2];
  const target = at + 4 + (((opcode & 0x200) >> 3) | ((opcode & 0xf8) >> 2));
  return (core) => {
    const isTaken = (core.registers[n] === 0) === whenZero;
    core.registers[15] = isTaken ? target : next;
    core.cycles += isTaken ? 1 + DIRECT : 1;
  };
}

function moveStack(opcode: number, at: number): Operation {
  const bytes = 4 * (opcode & 0x7f) * ((opcode & 0x80) === 0 ? 1 : -1);
  return resulting(at + 2, 13, (r) => (r[13] as number) + bytes);
}

/** By bits 7 and 6: SXTH, SXTB, UXTH, UXTB. */
const EXTENSIONS: readonly ((value: number) => number)[] = [
  (value) => (value << 16) >> 16,
  (value) => (value << 24) >> 24,
  (value) => value & 0xffff,
  (value) => value & 0xff,
];

function extend(opcode: number, at: number): Operation {
  const [d, m, apply] = [opcode & 7, (opcode >> 3) & 7, EXTENSIONS[(opcode >> 6) & 3] as (value: number) => number];
  return resulting(at + 2, d, (r) => apply(r[m] as number));
}

export function reversed(value: number): number {
  return (value << 24) | ((value & 0xff00) << 8) | ((value >> 8) & 0xff00) | (value >>> 24);
}

export function reversedHalfwords(value: number): number {
  return ((value & 0x00ff_00ff) << 8) | ((value >>> 8) & 0x00ff_00ff);
}

export function reversedSigned(value: number): number {
  return (((value & 0xff) << 24) >> 16) | ((value >> 8) & 0xff);
}

const REVERSALS = [reversed, reversedHalfwords, undefined, reversedSigned] as const;

function reverse(opcode: number, at: number): Operation {
  const [d, m, apply] = [opcode & 7, (opcode >> 3) & 7, REVERSALS[(opcode >> 6) & 3]];
  if (apply === undefined) return undefinedInstruction(opcode);
  return resulting(at + 2, d, (r) => apply(r[m] as number));
}

/** CPS: only privileged code can (B5.2.1). */
function changeState(opcode: number, at: number): Operation {
  if ((opcode & 0xe8) !== 0x60) return undefinedInstruction(opcode);
  const [masks, primask, faultmask] = [(opcode & 0x10) !== 0, (opcode & 2) !== 0, (opcode & 1) !== 0];
  return (core) => {
    core.registers[15] = at + 2;
    core.cycles += 1;
    if (core.nPRIV && !core.inHandler) return;
    if (primask) core.PM = masks;
    if (faultmask) core.FM = masks;
    core.interruptsUpdated = true;
  };
}

const WFE = 2;
const WFI = 3;
const SEV = 4;

/** NOP, YIELD, WFE, WFI, SEV; others do nothing. */
export function hint(kind: number, next: number): Operation {
  return (core) => {
    core.registers[15] = next;
    core.cycles += 1;
    if (kind === WFI) core.waiting = true;
    else if (kind === SEV) core.eventRegistered = true;
    else if (kind === WFE) {
      core.waiting = !core.eventRegistered;
      core.eventRegistered = false;
    }
  };
}

function ifThen(state: number, at: number): Operation {
  return (core) => {
    core.registers[15] = at + 2;
    core.it = state;
    core.cycles += 1;
  };
}
