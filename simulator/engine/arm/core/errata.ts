import { CortexM0 } from './core.ts';

/** LSLS, LSRS, ASRS, ADCS, SBCS and RORS by a register: `0100 000x xxmm mddd` (ARMv6-M Architecture Reference Manual, A5.2.2). */
const FIRST = 0b0100000010;
const PATCHED = ['LSLS', 'LSRS', 'ASRS', 'ADCS', 'SBCS', 'RORS'] as const;
/** STMIA: `1100 0nnn` and the list. */
const STMIA = 0b11000;
/** PUSH with LR and POP with PC: `1011 x101` and the list. */
const PUSH_LR = 0xb5;
const POP_PC = 0xbd;

/**
 * The core without the errors of `rp2040js` 1.4.1 (its `src/cortex-m0-core.ts`):
 *
 * - ADCS and SBCS add the carry to an operand before they compute the overflow: V is wrong if that operand becomes
 *   0x80000000. Comparisons of 64 bits depend on it.
 * - LSRS, ASRS and RORS by 0 bits change C, and LSLS by more than 32 sets it: JavaScript shifts by distances modulo 32.
 * - STMIA with its base in the list does not write the base back.
 * - PUSH of LR and POP of PC count no cycle for it (Cortex-M0+ Technical Reference Manual, table 3-1: 1 + N and 3 + N).
 */
export abstract class PatchedCore extends CortexM0 {
  override executeInstruction(): number {
    if (this.interruptsUpdated && this.checkForInterrupts()) this.waiting = false;
    const pc = ((this.registers[15] as number) & ~1) >>> 0;
    const opcode = this.readUint16(pc);
    const patched = PATCHED[(opcode >> 6) - FIRST];
    if (patched !== undefined) return this.#byRegister(patched, opcode & 7, (opcode >> 3) & 7);
    if (opcode >> 11 === STMIA) return this.#store(opcode, (opcode >> 8) & 7);
    const cycles = super.executeInstruction();
    if (opcode >> 8 !== PUSH_LR && opcode >> 8 !== POP_PC) return cycles;
    this.cycles += 1;
    return cycles + 1;
  }

  #byRegister(name: (typeof PATCHED)[number], target: number, other: number): number {
    const [a, b] = [this.registers[target] as number, this.registers[other] as number];
    const carry = this.C ? 1 : 0;
    if (name === 'ADCS') this.registers[target] = this.#add(a, b, carry);
    else if (name === 'SBCS') this.registers[target] = this.#add(a, ~b >>> 0, carry);
    else this.registers[target] = this.#shift(name, a, b & 0xff);
    const result = (this.registers[target] as number) | 0;
    this.N = result < 0;
    this.Z = result === 0;
    this.registers[15] = (this.registers[15] as number) + 2;
    this.cycles += 1;
    return 1;
  }

  /** AddWithCarry (A2.2.1). */
  #add(a: number, b: number, carry: number): number {
    const sum = a + b + carry;
    this.C = sum > 0xffff_ffff;
    this.V = (~(a ^ b) & (a ^ sum)) < 0;
    return sum;
  }

  /** Shift_C (A5.3.1): a shift by 0 bits does not change the carry. */
  #shift(name: 'LSLS' | 'LSRS' | 'ASRS' | 'RORS', value: number, bits: number): number {
    if (bits === 0) return value;
    if (name === 'RORS') {
      const result = bits % 32 === 0 ? value : (value >>> (bits % 32)) | (value << (32 - (bits % 32)));
      this.C = result >> 31 !== 0;
      return result;
    }
    if (name === 'ASRS') {
      this.C = ((value >> Math.min(bits - 1, 31)) & 1) !== 0;
      return value >> Math.min(bits, 31);
    }
    const last = name === 'LSLS' ? value >>> Math.max(32 - bits, 0) : value >>> Math.min(bits - 1, 31);
    this.C = bits <= 32 && (last & 1) !== 0;
    if (bits >= 32) return 0;
    return name === 'LSLS' ? value << bits : value >>> bits;
  }

  #store(opcode: number, base: number): number {
    const from = this.registers[base] as number;
    const cycles = super.executeInstruction();
    if ((opcode & (1 << base)) !== 0) this.registers[base] = from + 4 * (cycles - 1);
    return cycles;
  }
}
