import { CONDITIONS } from '../conditions.ts';
import type { CodePlace, Core, Operation } from '../core.ts';
import { DIRECT } from '../cycles.ts';
import { stops } from './miscellaneous.ts';

/** B with a condition, UDF and SVC (A5.2.6). */
export function conditional(opcode: number, { at }: CodePlace): Operation {
  const condition = (opcode >> 8) & 15;
  if (condition === 14) return stops(`an undefined instruction is executed on purpose (UDF ${opcode & 0xff})`);
  if (condition === 15) return supervisorCall(at + 2);
  return branchIf(condition, at + 4 + ((opcode << 24) >> 23), at + 2);
}

export function branchIf(condition: number, target: number, next: number): Operation {
  const holds = CONDITIONS[condition] as (core: Core) => boolean;
  return (core) => {
    if (holds(core)) {
      core.registers[15] = target;
      core.cycles += 1 + DIRECT;
    } else {
      core.registers[15] = next;
      core.cycles += 1;
    }
  };
}

export function branch(target: number): Operation {
  return (core) => {
    core.registers[15] = target;
    core.cycles += 1 + DIRECT;
  };
}

/** The exception is taken before the next instruction. */
function supervisorCall(next: number): Operation {
  return (core) => {
    core.registers[15] = next;
    core.pendingSVCall = true;
    core.interruptsUpdated = true;
    core.cycles += 1;
  };
}
