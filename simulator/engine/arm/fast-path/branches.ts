/** Branches and WFI. Each function sets the address of the next instruction and counts the cycles. */
import type { Core } from '../core/core.ts';
import { get, step } from './data.ts';

export function branch(core: Core, taken: boolean, offset: number): void {
  core.registers[15] = get(core, 15) + (taken ? offset + 4 : 2);
  core.cycles += taken ? 2 : 1;
}

export function branchIf(core: Core, opcode: number): void {
  branch(core, holds(core, (opcode >> 8) & 0xf), near(opcode));
}

/** BEQ. It and BNE are most of all conditional branches, so they have functions of their own. */
export function branchIfZero(core: Core, opcode: number): void {
  branch(core, core.Z, near(opcode));
}

export function branchUnlessZero(core: Core, opcode: number): void {
  branch(core, !core.Z, near(opcode));
}

export function branchAndLink(core: Core, opcode: number): void {
  const pc = get(core, 15);
  const second = core.readUint16(pc + 2);
  const sign = (opcode >> 10) & 1;
  const top = (sign << 2) | ((~((second >> 13) ^ sign) & 1) << 1) | (~((second >> 11) ^ sign) & 1);
  const offset = (((top << 21) | ((opcode & 0x3ff) << 11) | (second & 0x7ff)) << 8) >> 7;
  core.registers[14] = (pc + 4) | 1;
  core.registers[15] = pc + 4 + offset;
  core.cycles += 3;
}

export function branchExchange(core: Core, opcode: number): void {
  step(core);
  core.BXWritePC(get(core, (opcode >> 3) & 0xf));
  core.cycles += 2;
}

export function wait(core: Core): void {
  step(core);
  core.waiting = true;
  core.cycles += 2;
}

function near(opcode: number): number {
  return ((opcode << 24) >> 24) * 2;
}

function holds(core: Core, condition: number): boolean {
  switch (condition) {
    case 0x0:
      return core.Z;
    case 0x1:
      return !core.Z;
    case 0x2:
      return core.C;
    case 0x3:
      return !core.C;
    case 0x4:
      return core.N;
    case 0x5:
      return !core.N;
    case 0x6:
      return core.V;
    case 0x7:
      return !core.V;
    case 0x8:
      return core.C && !core.Z;
    case 0x9:
      return !core.C || core.Z;
    case 0xa:
      return core.N === core.V;
    case 0xb:
      return core.N !== core.V;
    case 0xc:
      return core.N === core.V && !core.Z;
    default:
      return core.N !== core.V || core.Z;
  }
}
