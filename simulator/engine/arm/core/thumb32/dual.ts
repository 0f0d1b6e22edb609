import type { CodePlace, Core, Operation } from '../core.ts';
import { LOAD, P, STORE } from '../cycles.ts';
import { LOADS, STORES } from '../thumb16/memory.ts';
import { undefinedInstruction } from '../thumb16/miscellaneous.ts';
import { indexed } from './memory.ts';

/** LDRD, STRD, exclusive accesses and table branches (A5.3.6). */
export function dualOrExclusive(first: number, second: number, place: CodePlace): Operation {
  if ((first & 0x0120) !== 0) return dual(first, second, place);
  const [isByte, kind] = [(first & 0x80) !== 0, (second >> 4) & 15];
  const isLoad = (first & 0x10) !== 0;
  if (!isByte)
    return isLoad ? loadExclusive('word', first, second, place) : storeExclusive('word', first, second, place);
  if (kind < 2) return isLoad ? tableBranch(kind === 1, first, second, place) : undefinedInstruction(first);
  const width = kind === 4 ? 'byte' : kind === 5 ? 'half' : undefined;
  if (width === undefined) return undefinedInstruction(first);
  return isLoad ? loadExclusive(width, first, second, place) : storeExclusive(width, first, second, place);
}

function dual(first: number, second: number, { at }: CodePlace): Operation {
  const [n, t, other, isLoad] = [first & 15, second >> 12, (second >> 8) & 15, (first & 0x10) !== 0];
  const offset = 4 * (second & 0xff) * ((first & 0x80) !== 0 ? 1 : -1);
  const addressing = indexed(((first >> 6) & 4) | ((first >> 5) & 1), offset, n);
  if (addressing === undefined) return undefinedInstruction(first);
  const { address, writeBack } = addressing;
  const literal = ((at + 4) & ~3) + offset;
  return (core) => {
    const { registers } = core;
    registers[15] = at + 4;
    const from = (n === 15 ? literal : address(core)) >>> 0;
    const base = writeBack?.(core);
    if (isLoad) {
      const [low, high] = [core.readUint32(from), core.readUint32((from + 4) >>> 0)];
      [registers[t], registers[other]] = [low, high];
    } else {
      core.writeUint32(from, registers[t] as number);
      core.writeUint32((from + 4) >>> 0, registers[other] as number);
    }
    if (base !== undefined) registers[n] = base;
    core.cycles += 3;
  };
}

type Width = 'word' | 'half' | 'byte';

function offsetOf(width: Width, second: number): number {
  return width === 'word' ? 4 * (second & 0xff) : 0;
}

function loadExclusive(width: Width, first: number, second: number, { at }: CodePlace): Operation {
  const [n, t, offset, load] = [first & 15, second >> 12, offsetOf(width, second), LOADS[width]];
  return (core) => {
    core.registers[15] = at + 4;
    core.registers[t] = load(core, (core.registers[n] as number) + offset);
    core.exclusive = true;
    core.cycles += LOAD;
  };
}

/** Rd is 0 when nothing came between it and its load: no exception, no CLREX (A3.4.1). */
function storeExclusive(width: Width, first: number, second: number, { at }: CodePlace): Operation {
  const [n, t, offset, store] = [first & 15, second >> 12, offsetOf(width, second), STORES[width]];
  const d = width === 'word' ? (second >> 8) & 15 : second & 15;
  return (core) => {
    const { registers } = core;
    registers[15] = at + 4;
    const isMarked = core.exclusive;
    if (isMarked) store(core, (registers[n] as number) + offset, registers[t] as number);
    registers[d] = isMarked ? 0 : 1;
    core.exclusive = false;
    core.cycles += STORE + 1;
  };
}

/** TBB and TBH. */
function tableBranch(isHalfwords: boolean, first: number, second: number, { at }: CodePlace): Operation {
  const [n, m] = [first & 15, second & 15];
  return (core: Core) => {
    const { registers } = core;
    registers[15] = at + 4;
    const base = n === 15 ? at + 4 : (registers[n] as number);
    const index = registers[m] as number;
    const entry = isHalfwords ? core.readHalfword(base + 2 * index) : core.readUint8((base + index) >>> 0);
    registers[15] = at + 4 + 2 * entry;
    core.cycles += LOAD + P;
  };
}
