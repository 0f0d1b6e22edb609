import type { CodePlace, Core, Operation } from '../core.ts';
import { LOAD, P, STORE } from '../cycles.ts';

type Load = (core: Core, address: number) => number;
type Store = (core: Core, address: number, value: number) => void;

export const LOADS: Readonly<Record<'word' | 'half' | 'byte' | 'signedHalf' | 'signedByte', Load>> = {
  word: (core, address) => core.readWord(address),
  half: (core, address) => core.readHalfword(address),
  byte: (core, address) => core.readUint8(address >>> 0),
  signedHalf: (core, address) => (core.readHalfword(address) << 16) >> 16,
  signedByte: (core, address) => (core.readUint8(address >>> 0) << 24) >> 24,
};
export const STORES: Readonly<Record<'word' | 'half' | 'byte', Store>> = {
  word: (core, address, value) => core.writeWord(address, value),
  half: (core, address, value) => core.writeHalfword(address, value & 0xffff),
  byte: (core, address, value) => core.writeUint8(address >>> 0, value & 0xff),
};

/** By bits 11 to 9 of `0101 ooo…`: an address of two registers (A5.2.4). */
const BY_REGISTER: readonly ({ readonly load: Load } | { readonly store: Store })[] = [
  { store: STORES.word },
  { store: STORES.half },
  { store: STORES.byte },
  { load: LOADS.signedByte },
  { load: LOADS.word },
  { load: LOADS.half },
  { load: LOADS.byte },
  { load: LOADS.signedHalf },
];

export function byRegister(opcode: number, { at }: CodePlace): Operation {
  const [t, n, m] = [opcode & 7, (opcode >> 3) & 7, (opcode >> 6) & 7];
  const what = BY_REGISTER[(opcode >> 9) & 7] as (typeof BY_REGISTER)[number];
  const next = at + 2;
  if ('load' in what) {
    const { load } = what;
    return (core) => {
      const { registers } = core;
      registers[15] = next;
      registers[t] = load(core, (registers[n] as number) + (registers[m] as number));
      core.cycles += LOAD;
    };
  }
  const { store } = what;
  return (core) => {
    const { registers } = core;
    registers[15] = next;
    store(core, (registers[n] as number) + (registers[m] as number), registers[t] as number);
    core.cycles += STORE;
  };
}

/** An address of a register and a constant: words, bytes, halfwords, and words of the stack (A5.2.4). */
export function byConstant(opcode: number, { at }: CodePlace): Operation {
  const isLoad = (opcode & 0x800) !== 0;
  const group = opcode >> 12;
  const onStack = group === 9;
  const [t, n] = onStack ? [(opcode >> 8) & 7, 13] : [opcode & 7, (opcode >> 3) & 7];
  const width = group === 7 ? 'byte' : group === 8 ? 'half' : 'word';
  const scale = { byte: 1, half: 2, word: 4 }[width];
  const offset = scale * (onStack ? opcode & 0xff : (opcode >> 6) & 31);
  return isLoad ? loadAt({ t, n, offset, next: at + 2 }, width) : storeAt({ t, n, offset, next: at + 2 }, width);
}

interface Access {
  readonly t: number;
  readonly n: number;
  readonly offset: number;
  readonly next: number;
}

type Width = 'word' | 'half' | 'byte';

function loadAt({ t, n, offset, next }: Access, width: Width): Operation {
  const load = LOADS[width];
  return (core) => {
    const { registers } = core;
    registers[15] = next;
    registers[t] = load(core, (registers[n] as number) + offset);
    core.cycles += LOAD;
  };
}

function storeAt({ t, n, offset, next }: Access, width: Width): Operation {
  const store = STORES[width];
  return (core) => {
    const { registers } = core;
    registers[15] = next;
    store(core, (registers[n] as number) + offset, registers[t] as number);
    core.cycles += STORE;
  };
}

/** LDR of a constant that lies behind the code. */
export function literal(opcode: number, { at }: CodePlace): Operation {
  const [t, address, next] = [(opcode >> 8) & 7, ((at + 4) & ~3) + 4 * (opcode & 0xff), at + 2];
  return (core) => {
    core.registers[15] = next;
    core.registers[t] = core.readUint32(address >>> 0);
    core.cycles += LOAD;
  };
}

/** Numbers of the registers in a list. */
export function registersIn(list: number): readonly number[] {
  return Array.from({ length: 16 }, (_, register) => register).filter((register) => (list >> register) & 1);
}

export function push(opcode: number, { at }: CodePlace): Operation {
  const list = registersIn((opcode & 0xff) | ((opcode & 0x100) << 6));
  const next = at + 2;
  return (core) => {
    const { registers } = core;
    registers[15] = next;
    const from = (registers[13] as number) - 4 * list.length;
    for (let index = 0; index < list.length; index++) {
      core.writeUint32((from + 4 * index) >>> 0, registers[list[index] as number] as number);
    }
    registers[13] = from;
    core.cycles += 1 + list.length;
  };
}

export function pop(opcode: number, { at }: CodePlace): Operation {
  const list = registersIn(opcode & 0xff);
  const [returns, next] = [(opcode & 0x100) !== 0, at + 2];
  return (core) => {
    const { registers } = core;
    registers[15] = next;
    const from = registers[13] as number;
    const end = from + 4 * list.length;
    for (let index = 0; index < list.length; index++) {
      registers[list[index] as number] = core.readUint32((from + 4 * index) >>> 0);
    }
    core.cycles += 1 + list.length;
    if (!returns) registers[13] = end;
    else {
      const target = core.readUint32(end >>> 0) | 0;
      registers[13] = end + 4;
      core.cycles += 1 + P;
      core.branchExchange(target);
    }
  };
}

/** STM and LDM of low registers, which write the base back: LDM unless the base is in the list (A7.7.41, A7.7.159). */
export function multiple(opcode: number, { at }: CodePlace): Operation {
  const [n, list, next] = [(opcode >> 8) & 7, registersIn(opcode & 0xff), at + 2];
  const isLoad = (opcode & 0x800) !== 0;
  const writesBack = !isLoad || !list.includes(n);
  return (core) => {
    const { registers } = core;
    registers[15] = next;
    const from = registers[n] as number;
    for (let index = 0; index < list.length; index++) {
      const register = list[index] as number;
      const address = (from + 4 * index) >>> 0;
      if (isLoad) registers[register] = core.readUint32(address);
      else core.writeUint32(address, registers[register] as number);
    }
    if (writesBack) registers[n] = from + 4 * list.length;
    core.cycles += 1 + list.length;
  };
}
