import type { CodePlace, Operation } from '../core.ts';
import { branch, conditional } from './branches.ts';
import { data } from './data.ts';
import { high } from './high.ts';
import { byConstant, byRegister, literal, multiple } from './memory.ts';
import { addressOf, miscellaneous } from './miscellaneous.ts';
import { shiftAddMove } from './shift-add-move.ts';

/** An instruction of 16 bits (A5.2). */
export function decode16(opcode: number, place: CodePlace): Operation {
  const group = opcode >> 10;
  if (group < 16) return shiftAddMove(opcode, place);
  if (group === 16) return data(opcode, place);
  if (group === 17) return high(opcode, place);
  if (group < 20) return literal(opcode, place);
  if (group < 24) return byRegister(opcode, place);
  if (group < 40) return byConstant(opcode, place);
  if (group < 44) return addressOf(opcode, place);
  if (group < 48) return miscellaneous(opcode, place);
  if (group < 52) return multiple(opcode, place);
  if (group < 56) return conditional(opcode, place);
  return branch(place.at + 4 + ((opcode << 21) >> 20));
}
