import type { Core } from '../core/core.ts';
import { WFI } from '../core/opcodes.ts';
import * as branches from './branches.ts';
import { add, compare, get, place, result, set, shiftLeft, shiftRight, subtract, test } from './data.ts';
import { loadByte, loadHalfword, loadWord, pop, push, storeByte, storeHalfword, storeWord } from './memory.ts';

/**
 * Executes one instruction of 16 bits, or BL, exactly as `executeInstruction` of the core does: results, flags, cycles,
 * and the effects before an access that throws. The core decodes an instruction each time that it executes it, which
 * takes most of its time. These operations are decoded once; only the most frequent instructions are here.
 */
export type Operation = (core: Core, opcode: number) => void;

const low = (opcode: number): number => opcode & 7;
const middle = (opcode: number): number => (opcode >> 3) & 7;
const high = (opcode: number): number => (opcode >> 6) & 7;
const upper = (opcode: number): number => (opcode >> 8) & 7;
const byte = (opcode: number): number => opcode & 0xff;
const five = (opcode: number): number => (opcode >> 6) & 0x1f;

type Row = readonly [mask: number, value: number, execute: Operation];

/** By ARMv6-M Architecture Reference Manual, A5.2. */
const SHIFT_ADD_MOVE: readonly Row[] = [
  [0xf800, 0x0000, shiftLeft],
  [0xf800, 0x0800, shiftRight],
  [0xfe00, 0x1800, (core, opcode) => add(core, low(opcode), get(core, middle(opcode)), get(core, high(opcode)))],
  [0xfe00, 0x1a00, (core, opcode) => subtract(core, low(opcode), get(core, middle(opcode)), get(core, high(opcode)))],
  [0xfe00, 0x1c00, (core, opcode) => add(core, low(opcode), get(core, middle(opcode)), high(opcode))],
  [0xfe00, 0x1e00, (core, opcode) => subtract(core, low(opcode), get(core, middle(opcode)), high(opcode))],
  [0xf800, 0x2000, (core, opcode) => result(core, upper(opcode), byte(opcode))],
  [0xf800, 0x2800, (core, opcode) => void compare(core, get(core, upper(opcode)), byte(opcode))],
  [0xf800, 0x3000, (core, opcode) => add(core, upper(opcode), get(core, upper(opcode)), byte(opcode))],
  [0xf800, 0x3800, (core, opcode) => subtract(core, upper(opcode), get(core, upper(opcode)), byte(opcode))],
];

const DATA: readonly Row[] = [
  [0xffc0, 0x4000, (core, opcode) => result(core, low(opcode), get(core, low(opcode)) & get(core, middle(opcode)))],
  [0xffc0, 0x4200, (core, opcode) => test(core, get(core, low(opcode)) & get(core, middle(opcode)))],
  [0xffc0, 0x4240, (core, opcode) => subtract(core, low(opcode), 0, get(core, middle(opcode)))],
  [0xffc0, 0x4280, (core, opcode) => void compare(core, get(core, low(opcode)), get(core, middle(opcode)))],
  [0xffc0, 0x4300, (core, opcode) => result(core, low(opcode), get(core, low(opcode)) | get(core, middle(opcode)))],
  [
    0xffc0,
    0x4340,
    (core, opcode) => result(core, low(opcode), Math.imul(get(core, low(opcode)), get(core, middle(opcode)))),
  ],
  [0xffc0, 0x4380, (core, opcode) => result(core, low(opcode), get(core, low(opcode)) & ~get(core, middle(opcode)))],
];

const MEMORY: readonly Row[] = [
  [0xf800, 0x4800, (core, opcode) => loadWord(core, upper(opcode), ((get(core, 15) + 4) & ~3) + 4 * byte(opcode))],
  [
    0xfe00,
    0x5400,
    (core, opcode) => storeByte(core, low(opcode), place(core, middle(opcode), get(core, high(opcode)))),
  ],
  [0xfe00, 0x5c00, (core, opcode) => loadByte(core, low(opcode), place(core, middle(opcode), get(core, high(opcode))))],
  [0xf800, 0x6000, (core, opcode) => storeWord(core, low(opcode), place(core, middle(opcode), 4 * five(opcode)))],
  [0xf800, 0x6800, (core, opcode) => loadWord(core, low(opcode), place(core, middle(opcode), 4 * five(opcode)))],
  [0xf800, 0x7000, (core, opcode) => storeByte(core, low(opcode), place(core, middle(opcode), five(opcode)))],
  [0xf800, 0x7800, (core, opcode) => loadByte(core, low(opcode), place(core, middle(opcode), five(opcode)))],
  [0xf800, 0x8000, (core, opcode) => storeHalfword(core, low(opcode), place(core, middle(opcode), 2 * five(opcode)))],
  [0xf800, 0x8800, (core, opcode) => loadHalfword(core, low(opcode), place(core, middle(opcode), 2 * five(opcode)))],
  [0xf800, 0x9000, (core, opcode) => storeWord(core, upper(opcode), place(core, 13, 4 * byte(opcode)))],
  [0xf800, 0x9800, (core, opcode) => loadWord(core, upper(opcode), place(core, 13, 4 * byte(opcode)))],
];

const STACK_AND_BYTES: readonly Row[] = [
  [0xf800, 0xa800, (core, opcode) => set(core, upper(opcode), get(core, 13) + 4 * byte(opcode))],
  [0xff80, 0xb000, (core, opcode) => set(core, 13, (get(core, 13) + 4 * (opcode & 0x7f)) & ~3)],
  [0xff80, 0xb080, (core, opcode) => set(core, 13, (get(core, 13) - 4 * (opcode & 0x7f)) & ~3)],
  [0xffc0, 0xb280, (core, opcode) => set(core, low(opcode), get(core, middle(opcode)) & 0xffff)],
  [0xffc0, 0xb2c0, (core, opcode) => set(core, low(opcode), get(core, middle(opcode)) & 0xff)],
  [0xfe00, 0xb400, push],
  [0xfe00, 0xbc00, pop],
  [0xffff, WFI, branches.wait],
];

const BRANCHES: readonly Row[] = [
  [0xff87, 0x4700, branches.branchExchange],
  [0xff00, 0xd000, branches.branchIfZero],
  [0xff00, 0xd100, branches.branchUnlessZero],
  [0xf000, 0xd000, branches.branchIf],
  [0xf800, 0xe000, (core, opcode) => branches.branch(core, true, ((opcode << 21) >> 21) * 2)],
  [0xf800, 0xf000, branches.branchAndLink],
];

const ROWS: readonly Row[] = [...SHIFT_ADD_MOVE, ...DATA, ...MEMORY, ...STACK_AND_BYTES, ...BRANCHES];

/** All other instructions: the core executes them. */
const SLOW_PATH = 1;

/** By the number that {@link operationOf} returns; number 0 is not used. */
export const OPERATIONS: readonly Operation[] = [
  () => {
    throw new Error('no instruction was decoded here');
  },
  (core) => void core.executeInstruction(),
  ...ROWS.map(([, , execute]) => execute),
];

/** The number of an instruction's operation; `second` is the halfword after the first one. */
export function operationOf(opcode: number, second: number): number {
  const row = ROWS.findIndex(([mask, value]) => (opcode & mask) === value);
  if (row < 0) return SLOW_PATH;
  const [, , execute] = ROWS[row] as Row;
  if (execute === branches.branchIf && (opcode & 0x0e00) === 0x0e00) return SLOW_PATH; // UDF and SVC
  if (execute === branches.branchAndLink && (second & 0xd000) !== 0xd000) return SLOW_PATH; // MSR, MRS, barriers
  return row + 2;
}
