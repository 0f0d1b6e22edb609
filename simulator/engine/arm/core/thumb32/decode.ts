import type { CodePlace, Operation } from '../core.ts';
import { undefinedInstruction } from '../thumb16/miscellaneous.ts';
import { branchOrControl } from './control.ts';
import { ofConstant, ofShifted } from './data.ts';
import { dualOrExclusive } from './dual.ts';
import { multipleWide, single } from './memory.ts';
import { multiply, multiplyLong } from './multiply.ts';
import { plain } from './plain.ts';
import { ofRegisters } from './registers.ts';

/** An instruction of 32 bits (A5.3). */
export function decode32(first: number, second: number, place: CodePlace): Operation {
  const [group, kind] = [(first >> 11) & 3, (first >> 4) & 0x7f];
  if (group === 1) return memoryOrData(kind, first, second, place);
  if (group === 2) return constantsOrBranches(kind, first, second, place);
  if ((kind & 0x40) !== 0) return undefinedInstruction(first); // coprocessors
  if ((kind & 0x60) === 0) return single(first, second, place);
  if ((kind & 0x70) === 0x20) return ofRegisters(first, second, place);
  if ((kind & 0x78) === 0x30) return multiply(first, second, place);
  return multiplyLong(first, second, place);
}

function memoryOrData(kind: number, first: number, second: number, place: CodePlace): Operation {
  if ((kind & 0x40) !== 0) return undefinedInstruction(first); // coprocessors
  if ((kind & 0x20) !== 0) return ofShifted(first, second, place);
  return (kind & 4) === 0 ? multipleWide(first, second, place) : dualOrExclusive(first, second, place);
}

function constantsOrBranches(kind: number, first: number, second: number, place: CodePlace): Operation {
  if ((second & 0x8000) !== 0) return branchOrControl(first, second, place);
  return (kind & 0x20) === 0 ? ofConstant(first, second, place) : plain(first, second, place);
}
