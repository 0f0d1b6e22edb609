/** Loads and stores. Each function steps to the next instruction and counts the cycles. */
import type { Core } from '../core/core.ts';
import { get, step } from './data.ts';

/** Where peripherals begin and end: accesses there take longer in the core (`cyclesIO`). */
const PERIPHERALS = 0x4000_0000;
const PERIPHERALS_END = 0x5000_0000;
const RP2040_IO = 0xd000_0000;
const RP2040_IO_END = 0xe000_0000;

function loadCycles(address: number): number {
  if (address < PERIPHERALS) return 2;
  if (address < PERIPHERALS_END) return 4;
  return address >= RP2040_IO && address < RP2040_IO_END ? 1 : 2;
}

function storeCycles(address: number): number {
  return address >= PERIPHERALS && address < PERIPHERALS_END ? 5 : loadCycles(address);
}

export function loadWord(core: Core, register: number, address: number): void {
  step(core);
  core.registers[register] = core.readUint32(address);
  core.cycles += loadCycles(address);
}

export function loadHalfword(core: Core, register: number, address: number): void {
  step(core);
  core.registers[register] = core.readUint16(address);
  core.cycles += loadCycles(address);
}

export function loadByte(core: Core, register: number, address: number): void {
  step(core);
  core.registers[register] = core.readUint8(address);
  core.cycles += loadCycles(address);
}

export function storeWord(core: Core, register: number, address: number): void {
  step(core);
  core.writeUint32(address, get(core, register));
  core.cycles += storeCycles(address);
}

export function storeHalfword(core: Core, register: number, address: number): void {
  step(core);
  core.writeUint16(address, get(core, register));
  core.cycles += storeCycles(address);
}

export function storeByte(core: Core, register: number, address: number): void {
  step(core);
  core.writeUint8(address, get(core, register));
  core.cycles += storeCycles(address);
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
