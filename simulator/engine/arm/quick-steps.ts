import type { Core } from './core.ts';

/** What instructions of {@link file://./quick.ts} do to the core, the step to the next one and their cycles included. */

/** Where peripherals begin and end, and what an access there takes in the core (`cyclesIO`). */
const PERIPHERALS = 0x4000_0000;
const PERIPHERALS_END = 0x5000_0000;
const RP2040_IO = 0xd000_0000;
const RP2040_IO_END = 0xe000_0000;

export function get(core: Core, register: number): number {
  return core.registers[register] as number;
}

function step(core: Core): void {
  core.registers[15] = get(core, 15) + 2;
}

function loadCycles(address: number): number {
  if (address < PERIPHERALS) return 2;
  if (address < PERIPHERALS_END) return 4;
  return address >= RP2040_IO && address < RP2040_IO_END ? 1 : 2;
}

function storeCycles(address: number): number {
  return address >= PERIPHERALS && address < PERIPHERALS_END ? 5 : loadCycles(address);
}

/** Stores a result that leaves the flags alone. */
export function set(core: Core, register: number, value: number): void {
  core.registers[register] = value;
  step(core);
  core.cycles += 1;
}

/** Stores a result of which N and Z tell. */
export function result(core: Core, register: number, value: number): void {
  core.registers[register] = value;
  test(core, value);
}

export function test(core: Core, value: number): void {
  const word = value | 0;
  core.N = word < 0;
  core.Z = word === 0;
  step(core);
  core.cycles += 1;
}

/** `a - b` as flags; gives the difference. */
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

export function loadWord(core: Core, register: number, address: number): void {
  step(core);
  core.registers[register] = core.readUint32(address);
  core.cycles += loadCycles(address);
}

export function loadByte(core: Core, register: number, address: number): void {
  step(core);
  core.registers[register] = core.readUint8(address);
  core.cycles += loadCycles(address);
}

export function loadHalfword(core: Core, register: number, address: number): void {
  step(core);
  core.registers[register] = core.readUint16(address);
  core.cycles += loadCycles(address);
}

export function storeHalfword(core: Core, register: number, address: number): void {
  step(core);
  core.writeUint16(address, get(core, register));
  core.cycles += storeCycles(address);
}

export function wait(core: Core): void {
  step(core);
  core.waiting = true;
  core.cycles += 2;
}

export function storeWord(core: Core, register: number, address: number): void {
  step(core);
  core.writeUint32(address, get(core, register));
  core.cycles += storeCycles(address);
}

export function storeByte(core: Core, register: number, address: number): void {
  step(core);
  core.writeUint8(address, get(core, register));
  core.cycles += storeCycles(address);
}

export function place(core: Core, register: number, offset: number): number {
  return (get(core, register) + offset) >>> 0;
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

export function branch(core: Core, taken: boolean, offset: number): void {
  core.registers[15] = get(core, 15) + (taken ? offset + 4 : 2);
  core.cycles += taken ? 2 : 1;
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

export function branchIf(core: Core, opcode: number): void {
  branch(core, holds(core, (opcode >> 8) & 0xf), near(opcode));
}

/** BEQ, which with BNE is most of all conditional branches. */
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

export function push(core: Core, opcode: number): void {
  step(core);
  let count = (opcode >> 8) & 1;
  for (let list = opcode & 0xff; list !== 0; list &= list - 1) count++;
  let address = get(core, 13) - 4 * count;
  for (let register = 0; register < 8; register++) {
    if (((opcode >> register) & 1) === 0) continue;
    core.writeUint32(address, get(core, register));
    address += 4;
  }
  if ((opcode & 0x100) !== 0) core.writeUint32(address, get(core, 14));
  core.registers[13] = (get(core, 13) - 4 * count) & ~3;
  core.cycles += 1 + count;
}

export function pop(core: Core, opcode: number): void {
  step(core);
  let address = get(core, 13);
  let cycles = 1;
  for (let register = 0; register < 8; register++) {
    if (((opcode >> register) & 1) === 0) continue;
    core.registers[register] = core.readUint32(address);
    address += 4;
    cycles++;
  }
  const returns = (opcode & 0x100) !== 0;
  core.registers[13] = (returns ? address + 4 : address) & ~3;
  if (returns) core.BXWritePC(core.readUint32(address));
  core.cycles += returns ? cycles + 3 : cycles;
}
