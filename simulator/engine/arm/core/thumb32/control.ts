import type { CodePlace, Core, Operation } from '../core.ts';
import { DIRECT } from '../cycles.ts';
import { branch, branchIf } from '../thumb16/branches.ts';
import { hint, stops, undefinedInstruction } from '../thumb16/miscellaneous.ts';

/** Branches and control of the processor (A5.3.4). */
export function branchOrControl(first: number, second: number, place: CodePlace): Operation {
  const { at } = place;
  if ((second & 0x5000) === 0x5000) return branchAndLink(at + 4 + distance(first, second), at + 4);
  if ((second & 0x5000) === 0x1000) return branch(at + 4 + distance(first, second));
  if ((second & 0x5000) !== 0) return undefinedInstruction(first);
  if (((first >> 7) & 7) !== 7) return conditionalBranch(first, second, at);
  return control(first, second, at);
}

/** Of BL and B with 24 bits. */
function distance(first: number, second: number): number {
  const sign = (first >> 10) & 1;
  const bit = (position: number): number => (((second >> position) & 1) ^ sign ^ 1) & 1;
  const high = (sign << 31) >> 7;
  return high | (bit(13) << 23) | (bit(11) << 22) | ((first & 0x3ff) << 12) | ((second & 0x7ff) << 1);
}

function branchAndLink(target: number, next: number): Operation {
  return (core) => {
    core.registers[14] = next | 1;
    core.registers[15] = target;
    core.cycles += 1 + DIRECT;
  };
}

function conditionalBranch(first: number, second: number, at: number): Operation {
  const sign = ((first >> 10) & 1) << 31;
  const offset =
    (sign >> 11) |
    (((second >> 11) & 1) << 19) |
    (((second >> 13) & 1) << 18) |
    ((first & 0x3f) << 12) |
    ((second & 0x7ff) << 1);
  return branchIf((first >> 6) & 15, at + 4 + offset, at + 4);
}

function control(first: number, second: number, at: number): Operation {
  const kind = (first >> 4) & 0x7f;
  if (kind === 0x38 || kind === 0x39) return writeSpecial(first & 15, second, at + 4);
  if (kind === 0x3a) return (second & 0xff) >> 4 === 15 ? hint(0, at + 4) : hint(second & 0xff, at + 4);
  if (kind === 0x3b) return barrier(second, at + 4);
  if (kind === 0x3e || kind === 0x3f) return readSpecial(second, at + 4);
  if (kind === 0x7f) return stops('an undefined instruction is executed on purpose (UDF.W)');
  return undefinedInstruction(first);
}

const CLREX = 2;

/** DSB, DMB, ISB: here each access is complete before the next instruction. */
function barrier(second: number, next: number): Operation {
  const clears = ((second >> 4) & 15) === CLREX;
  return (core) => {
    core.registers[15] = next;
    if (clears) core.exclusive = false;
    core.cycles += 1;
  };
}

/** SYSm of MRS and MSR (B5.1.1). */
const MSP = 8;
const PSP = 9;
const PRIMASK = 16;
const BASEPRI = 17;
const BASEPRI_MAX = 18;
const FAULTMASK = 19;
const CONTROL = 20;

const READS: Readonly<Record<number, (core: Core) => number>> = {
  [MSP]: (core) => core.stackPointer(0),
  [PSP]: (core) => core.stackPointer(1),
  [PRIMASK]: ({ PM }) => (PM ? 1 : 0),
  [BASEPRI]: ({ basePriority }) => basePriority,
  [BASEPRI_MAX]: ({ basePriority }) => basePriority,
  [FAULTMASK]: ({ FM }) => (FM ? 1 : 0),
  [CONTROL]: ({ control: value }) => value,
};

/** Combinations of APSR (bit 2 clear) and IPSR (bit 0); EPSR reads 0. */
function programStatus(core: Core, register: number): number {
  return ((register & 4) === 0 ? core.flags : 0) | ((register & 1) !== 0 ? core.IPSR : 0);
}

function readSpecial(second: number, next: number): Operation {
  const [d, register] = [(second >> 8) & 15, second & 0xff];
  const read = register < 8 ? (core: Core) => programStatus(core, register) : READS[register];
  if (read === undefined) return stops(`it reads the special register ${register}, which this CPU does not have`);
  return (core) => {
    core.registers[15] = next;
    core.registers[d] = read(core);
    core.cycles += 1;
  };
}

const WRITES: Readonly<Record<number, (core: Core, value: number) => void>> = {
  [MSP]: (core, value) => core.setStackPointer(0, value),
  [PSP]: (core, value) => core.setStackPointer(1, value),
  [PRIMASK]: (core, value) => {
    core.PM = (value & 1) !== 0;
  },
  [BASEPRI]: (core, value) => {
    core.basePriority = value & 0xff;
  },
  [BASEPRI_MAX]: (core, value) => {
    const priority = value & 0xff;
    if (priority !== 0 && (core.basePriority === 0 || priority < core.basePriority)) core.basePriority = priority;
  },
  [FAULTMASK]: (core, value) => {
    core.FM = (value & 1) !== 0;
  },
  [CONTROL]: (core, value) => {
    core.control = value;
  },
};

function writeSpecial(n: number, second: number, next: number): Operation {
  const register = second & 0xff;
  const write = WRITES[register];
  if (register < 8) {
    const setsFlags = (register & 4) === 0 && (second & 0x800) !== 0;
    return (core) => {
      core.registers[15] = next;
      if (setsFlags) core.flags = core.registers[n] as number;
      core.cycles += 1;
    };
  }
  if (write === undefined) return stops(`it writes the special register ${register}, which this CPU does not have`);
  return (core) => {
    core.registers[15] = next;
    core.cycles += 1;
    if (core.nPRIV && !core.inHandler) return;
    write(core, core.registers[n] as number);
    core.interruptsUpdated = true;
  };
}
