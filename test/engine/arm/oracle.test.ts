/** The CPU's results and flags against QEMU's, which nobody here wrote: the same program on both. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Clock } from '../../../simulator/clock.ts';
import { loadElf } from '../../../simulator/engine/arm/elf.ts';
import { createArmEngine } from '../../../simulator/engine/arm/engine.ts';
import type { EventBody } from '../../../simulator/timeline.ts';
import { elfOf } from '../../arm-elf.ts';
import { needTools } from '../../tools.ts';
import { BRISK, planOfText } from '../../whole/firmware.ts';
import { NotebookChip } from '../bench.ts';
import { FLAGS, KINDS, ORACLE_SCRIPT, operands, oracleProgram, ROW_LENGTH } from './oracle-program.ts';

const EMULATOR = 'qemu-system-arm';

/** What the program writes on its serial port, a line per kind of instruction. */
type Output = readonly string[];

function onOurs(elf: Uint8Array): Output {
  const plan = planOfText(JSON.stringify({ chip: 'W5500', ...BRISK }));
  const clock = new Clock();
  let text = '';
  const report = (event: EventBody): void => {
    if (event.kind === 'trace') text += event.text.length < 200 ? `${event.text}\n` : event.text;
  };
  const image = loadElf(elf, plan.mcu);
  const engine = createArmEngine({ image, plan, clock, chip: new NotebookChip(clock), report, spinLimitNs: 1e12 });
  const result = engine.run({ untilNs: 1e12, stopped: () => false });
  expect(result).toMatchObject({ end: 'stuck', reason: 'it loops for ever with interrupts off' });
  return text.split('\n').slice(0, -2);
}

/** The STM32F100RB of ST's Value Line Discovery board: a Cortex-M3, whose instructions include the Cortex-M0's. */
async function onQemu(elf: Uint8Array): Promise<Output> {
  const dir = mkdtempSync(join(tmpdir(), 'keepwire-oracle-'));
  const file = join(dir, 'oracle.elf');
  writeFileSync(file, elf);
  const quiet = ['-display', 'none', '-monitor', 'none', '-serial', 'stdio'];
  const emulator = spawn(EMULATOR, ['-M', 'stm32vldiscovery', '-kernel', file, ...quiet], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const limit = setTimeout(() => emulator.kill('SIGKILL'), 240_000);
  let text = '';
  try {
    for await (const piece of emulator.stdout) {
      text += piece;
      if (text.endsWith('.\n')) return text.split('\n').slice(0, -2);
    }
    throw new Error(`QEMU ended after ${text.length} characters`);
  } finally {
    clearTimeout(limit);
    emulator.kill('SIGKILL');
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Kinds of instructions with the operands of the first row that differs. */
function differences(ours: Output, theirs: Output, values: readonly number[]): readonly string[] {
  return KINDS.flatMap(({ name }, kind) => {
    const [mine, other] = [ours[kind] ?? '', theirs[kind] ?? ''];
    if (mine === other) return [];
    const at = [...mine].findIndex((character, index) => character !== other[index]);
    const row = Math.floor(at / ROW_LENGTH);
    const operand = values[Math.floor(row / FLAGS.length)] ?? Number.NaN;
    return [`${name}: r0 = 0x${operand.toString(16)}, NZCV = ${(FLAGS[row % FLAGS.length] ?? 0) >>> 28}`];
  });
}

describe('each instruction as QEMU executes it', () => {
  test.for([1, 2])('operands at the edges and at random, seed %i', async (seed) => {
    needTools('qemu');
    const values = operands(seed);
    const own = new Map([['oracle.ld', ORACLE_SCRIPT]]);
    const elf = await elfOf({ own, foreign: new Map([['oracle.c', oracleProgram(values)]]), flags: [] });
    const [ours, theirs] = [onOurs(elf), await onQemu(elf)];
    expect(theirs.map((line) => line.length)).toEqual(KINDS.map(() => values.length * FLAGS.length * ROW_LENGTH));
    expect(differences(ours, theirs, values)).toEqual([]);
    console.log(`${KINDS.length * values.length ** 2 * FLAGS.length} instructions of ${KINDS.length} kinds`);
  });
});
