import type { Coverage } from '../engine.ts';
import { halfwordsOf } from './core/opcodes.ts';
import type { FirmwareImage } from './elf.ts';

/** Consecutive instructions of one function that no run has executed. */
export interface UncoveredRange {
  readonly function: string;
  /** Of the first and the last instruction. */
  readonly from: number;
  readonly to: number;
  readonly instructions: number;
  /** Of the whole function. */
  readonly of: number;
}

/** `nop`, and `mov r8, r8` of the Cortex-M0: with them the assembler aligns the constants after a function. */
const PADDING: readonly (number | undefined)[] = [0xbf00, 0x46c0];

/** Merges the coverage of several runs of the same image. */
export function mergeCoverage(runs: readonly Coverage[]): Coverage {
  const [first] = runs;
  if (first === undefined) return { origin: 0, executed: new Uint8Array() };
  const executed = first.executed.map((_, index) => (runs.some((run) => run.executed[index] !== 0) ? 1 : 0));
  return { origin: first.origin, executed };
}

/** Code of functions that was not executed, by address. Constants in the code do not count. */
export function uncovered(image: FirmwareImage, { origin, executed }: Coverage): readonly UncoveredRange[] {
  const code = new Uint16Array(image.flash.buffer, image.flash.byteOffset, image.flash.byteLength / 2);
  return image.symbols.functions.flatMap(({ name, address, bytes }) => {
    const instructions: number[] = [];
    const end = Math.min(address + bytes, origin + image.flash.length);
    for (let at = Math.max(address, origin); at < end; ) {
      const index = (at - origin) >>> 1;
      const isCode = index < code.length && image.symbols.isCode(at);
      if (isCode) instructions.push(at);
      at += isCode ? 2 * halfwordsOf(code[index] as number) : 2;
    }
    if (PADDING.includes(code[((instructions.at(-1) ?? 0) - origin) >>> 1])) instructions.pop();
    const runs = rangesOf(instructions, (at) => executed[(at - origin) >>> 1] === 0);
    return runs.map((run) => ({ function: name, ...run, of: instructions.length }));
  });
}

function rangesOf(addresses: readonly number[], isIn: (address: number) => boolean) {
  const ranges: { from: number; to: number; instructions: number }[] = [];
  let open = false;
  for (const address of addresses) {
    const last = ranges.at(-1);
    if (!isIn(address)) open = false;
    else if (open && last !== undefined) {
      last.to = address;
      last.instructions++;
    } else {
      ranges.push({ from: address, to: address, instructions: 1 });
      open = true;
    }
  }
  return ranges;
}
