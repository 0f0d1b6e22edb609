import type { CodePlace, Core, Operation } from '../core.ts';
import { LOAD, P, STORE } from '../cycles.ts';
import { LOADS, registersIn, STORES } from '../thumb16/memory.ts';
import { undefinedInstruction } from '../thumb16/miscellaneous.ts';

/** Where an access goes, and what it leaves in the base register; null: nothing. */
interface Addressing {
  readonly address: (core: Core) => number;
  readonly writeBack: ((core: Core) => number) | null;
  readonly n: number;
}

const WIDTHS = ['byte', 'half', 'word'] as const;

/** Loads and stores of one register (A5.3.7 to A5.3.10). */
export function single(first: number, second: number, { at }: CodePlace): Operation {
  const [isLoad, isSigned] = [(first & 0x10) !== 0, (first & 0x100) !== 0];
  const width = WIDTHS[(first >> 5) & 3];
  const t = second >> 12;
  const n = first & 15;
  if (width === undefined || (isSigned && (width === 'word' || !isLoad))) return undefinedInstruction(first);
  const addressing = n === 15 ? literal(first, second, at) : addressed(first, second);
  if (addressing === undefined || (n === 15 && !isLoad)) return undefinedInstruction(first);
  if (!isLoad) return storing(addressing, t, STORES[width], at + 4);
  if (t === 15) return width === 'word' ? loadingPc(addressing, at + 4) : preload(at + 4);
  const load = !isSigned ? LOADS[width] : width === 'half' ? LOADS.signedHalf : LOADS.signedByte;
  return loading(addressing, t, load, at + 4);
}

function literal(first: number, second: number, at: number): Addressing {
  const offset = (second & 0xfff) * ((first & 0x80) !== 0 ? 1 : -1);
  const address = ((at + 4) & ~3) + offset;
  return { address: () => address, writeBack: null, n: 15 };
}

/** A base with a constant of 12 bits, one of 8 bits with P, U and W, or a register shifted left. */
function addressed(first: number, second: number): Addressing | undefined {
  const n = first & 15;
  const base = ({ registers }: Core): number => registers[n] as number;
  if ((first & 0x80) !== 0) {
    const offset = second & 0xfff;
    return { address: (core) => base(core) + offset, writeBack: null, n };
  }
  if ((second & 0x800) === 0) {
    if ((second & 0x7c0) !== 0) return undefined;
    const [m, bits] = [second & 15, (second >> 4) & 3];
    return { address: (core) => base(core) + ((core.registers[m] as number) << bits), writeBack: null, n };
  }
  return indexed((second >> 8) & 7, (second & 0xff) * ((second & 0x200) !== 0 ? 1 : -1), n);
}

/** `puw`: before the access, upwards, with write-back. */
export function indexed(puw: number, offset: number, n: number): Addressing | undefined {
  const [isBefore, writesBack] = [(puw & 4) !== 0, (puw & 1) !== 0];
  if (!isBefore && !writesBack) return undefined;
  const moved = ({ registers }: Core): number => (registers[n] as number) + offset;
  const base = ({ registers }: Core): number => registers[n] as number;
  return { address: isBefore ? moved : base, writeBack: writesBack ? moved : null, n };
}

function loading(
  { address, writeBack, n }: Addressing,
  t: number,
  load: (core: Core, at: number) => number,
  next: number,
): Operation {
  return (core) => {
    const { registers } = core;
    registers[15] = next;
    const value = load(core, address(core) | 0);
    if (writeBack !== null) registers[n] = writeBack(core);
    registers[t] = value;
    core.cycles += LOAD;
  };
}

function loadingPc({ address, writeBack, n }: Addressing, next: number): Operation {
  return (core) => {
    const { registers } = core;
    registers[15] = next;
    const target = core.readWord(address(core) | 0) | 0;
    if (writeBack !== null) registers[n] = writeBack(core);
    core.cycles += LOAD + P;
    core.branchExchange(target);
  };
}

function storing(
  { address, writeBack, n }: Addressing,
  t: number,
  store: (core: Core, at: number, value: number) => void,
  next: number,
): Operation {
  return (core) => {
    const { registers } = core;
    registers[15] = next;
    store(core, address(core) | 0, registers[t] as number);
    if (writeBack !== null) registers[n] = writeBack(core);
    core.cycles += STORE;
  };
}

/** PLD and PLI: hints without an effect. */
function preload(next: number): Operation {
  return (core) => {
    core.registers[15] = next;
    core.cycles += 1;
  };
}

/** LDM, STM, PUSH and POP of any registers (A5.3.5). */
export function multipleWide(first: number, second: number, { at }: CodePlace): Operation {
  const [n, kind, isLoad, writesBack] = [first & 15, (first >> 7) & 3, (first & 0x10) !== 0, (first & 0x20) !== 0];
  if (kind !== 1 && kind !== 2) return undefinedInstruction(first);
  const list = registersIn(second);
  const bytes = 4 * list.length;
  const isDown = kind === 2;
  return (core) => {
    const { registers } = core;
    registers[15] = at + 4;
    const base = registers[n] as number;
    const from = isDown ? base - bytes : base;
    core.cycles += 1 + list.length;
    if (!isLoad) storeAll(core, list, from);
    const target = isLoad ? loadAll(core, list, from) : undefined;
    if (writesBack && !(isLoad && list.includes(n))) registers[n] = isDown ? from : base + bytes;
    if (target === undefined) return;
    core.cycles += P;
    core.branchExchange(target);
  };
}

function storeAll(core: Core, list: readonly number[], from: number): void {
  for (let index = 0; index < list.length; index++) {
    core.writeUint32((from + 4 * index) >>> 0, core.registers[list[index] as number] as number);
  }
}

/** The value for the PC, if it is in the list: the branch comes last. */
function loadAll(core: Core, list: readonly number[], from: number): number | undefined {
  let target: number | undefined;
  for (let index = 0; index < list.length; index++) {
    const register = list[index] as number;
    const value = core.readUint32((from + 4 * index) >>> 0);
    if (register === 15) target = value | 0;
    else core.registers[register] = value;
  }
  return target;
}
