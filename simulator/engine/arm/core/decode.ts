import { CONDITIONS } from './conditions.ts';
import type { CodePlace, Core, Operation } from './core.ts';
import { halfwordsOf } from './opcodes.ts';
import { decode16 } from './thumb16/decode.ts';
import { decode32 } from './thumb32/decode.ts';

/** The operation of an instruction that begins with the halfword `first`. */
export function decode(first: number, second: number, place: CodePlace): Operation {
  return halfwordsOf(first) === 2 ? decode32(first, second, place) : decode16(first, place);
}

/** The same within an IT block: it is executed if its condition holds, and takes a cycle if not (A7.3.2). */
export function decodeInIt(first: number, second: number, at: number): Operation {
  const operation = decode(first, second, { at, inIt: true });
  const next = at + 2 * halfwordsOf(first);
  return (core) => {
    const state = core.it;
    core.it = (state & 7) === 0 ? 0 : (state & 0xe0) | ((state << 1) & 0x1f);
    if ((CONDITIONS[state >> 4] as (core: Core) => boolean)(core)) operation(core);
    else {
      core.registers[15] = next;
      core.cycles += 1;
    }
  };
}
