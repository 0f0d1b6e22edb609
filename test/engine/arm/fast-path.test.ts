/** The fast path of common instructions against the core's own execution: same registers, flags, cycles, memory, faults. */
import { expect, test } from 'vitest';
import { BusCore } from '../../../simulator/engine/arm/bus.ts';
import { OPERATIONS, type Operation, operationOf } from '../../../simulator/engine/arm/fast-path/decode.ts';
import { randomFrom } from '../../../simulator/random.ts';

const FLASH = { origin: 0x0800_0000, bytes: 0x1000 };
const RAM = { origin: 0x2000_0000, bytes: 0x1000 };
const HERE = FLASH.origin + 0x100;
const BY_CORE = 1;
/** Every halfword is tried with as many states. */
const STATES = 12;

/** A core among peripherals that note what is done to them, and when. */
class NotingCore extends BusCore {
  readonly notes: string[] = [];

  constructor(flash: Uint8Array) {
    super({
      flash,
      memories: { flash: FLASH, ram: RAM },
      ram: null,
      peripherals: {
        vectorTable: FLASH.origin,
        read: (address, width) => {
          this.notes.push(`read ${address} ${width} at ${this.cycles}, ${this.registers[15]}`);
          return (address * 0x9e37) >>> 0;
        },
        write: (address, value, width) => {
          this.notes.push(`write ${address} ${value} ${width} at ${this.cycles}, ${this.registers[15]}`);
        },
      },
    });
  }

  protected override beforeAccess(): void {}
  protected override afterAccess(): void {}

  /** All that a program can tell, `action` having been carried out from this state. */
  after(state: State, action: () => void): unknown {
    this.registers.set(state.registers);
    [this.N, this.Z, this.C, this.V] = state.flags as [boolean, boolean, boolean, boolean];
    [this.cycles, this.waiting, this.interruptsUpdated, this.notes.length] = [1000, false, false, 0];
    for (let at = 0; at < 0x200; at += 4) this.writeUint32(RAM.origin + at, Math.imul(at + 1, 0x9e37_79b1) >>> 0);
    let thrown = null;
    try {
      action();
    } catch (error) {
      thrown = String(error);
    }
    const ram = Array.from({ length: 0x80 }, (_, index) => this.readUint32(RAM.origin + 4 * index));
    const { C, N, V, Z, cycles, notes, registers, waiting } = this;
    return { registers: [...registers], flags: [N, Z, C, V], cycles, waiting, notes: [...notes], ram, thrown };
  }
}

interface State {
  readonly registers: readonly number[];
  readonly flags: readonly boolean[];
}

test('does what the core does, whatever registers and flags hold', () => {
  const flash = new Uint8Array(FLASH.bytes);
  const code = new DataView(flash.buffer);
  const core = new NotingCore(flash);
  const random = randomFrom(1);
  const word = (): number => random.uint32();
  const places = [() => RAM.origin + 4 * (word() & 0x3f), () => 0x4000_0000 + 4 * (word() & 0xff), word];
  const odd = [0, 1, 2, 0x7fff_ffff, 0x8000_0000, 0x8000_0001, 0xffff_ffff];
  const value = (): number => {
    const choice = word() & 7;
    return choice < 3 ? (places[choice] as () => number)() : choice < 5 ? (odd[word() % odd.length] as number) : word();
  };
  let tried = 0;
  for (let opcode = 0; opcode < 0x1_0000; opcode++) {
    const second = word() & 0xffff;
    const kind = operationOf(opcode, second);
    if (kind === BY_CORE) continue;
    code.setUint16(0x100, opcode, true);
    code.setUint16(0x102, second, true);
    for (let i = 0; i < (opcode % 16 === 0 ? STATES : 1); i++) {
      const registers = [...Array.from({ length: 13 }, value), RAM.origin + 0x100 + 4 * (word() & 0x1f), value(), HERE];
      const state = { registers, flags: Array.from({ length: 4 }, () => random.unit() < 0.5) };
      const fast = core.after(state, () => (OPERATIONS[kind] as Operation)(core, opcode));
      const slow = core.after(state, () => core.executeInstruction());
      if (JSON.stringify(fast) !== JSON.stringify(slow)) expect(fast, opcode.toString(16)).toEqual(slow);
      tried++;
    }
  }
  expect(tried).toBeGreaterThan(50_000);
});

test('leaves to the core what it has no short way for', () => {
  const NOTHING = 0;
  const msr = [0xf380, 0x8810] as const;
  const others = [
    [0xbf20, NOTHING],
    [0xb672, NOTHING],
    [0xdf00, NOTHING],
    [0xde00, NOTHING],
    msr,
    [0xf3bf, 0x8f4f],
  ] as const;
  for (const [opcode, second] of others) expect(operationOf(opcode, second), opcode.toString(16)).toBe(BY_CORE);
});
