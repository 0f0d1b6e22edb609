/**
 * A smoke test: the very ELF that is flashed, for the Cortex-M3, starts on an emulator that nobody here wrote.
 *
 * QEMU's netduino2 is an STM32F205, whose timers, NVIC and SPI lie where the STM32F103's do. It has no RCC, so that
 * the crystal never becomes ready; its timers run at 1 GHz whatever the prescaler says, so that no time can be
 * checked; there is no chip on its SPI.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { execa } from 'execa';
import { afterAll, expect, test } from 'vitest';
import { keepwire, ROOT } from '../cli/keepwire.ts';
import { planOfExample } from '../firmware/examples.ts';
import { needTools } from '../tools.ts';

const EMULATOR = 'qemu-system-arm';

const folder = mkdtempSync(join(tmpdir(), 'keepwire-qemu-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Seen {
  /** Numbers that kw_app_fault was called with. */
  readonly faults: number[];
  /** Exceptions by number, entered and left. */
  readonly entered: Map<number, number>;
  readonly left: Map<number, number>;
}

/** Runs an image until `enough`, and tells what QEMU's log says; throws when that does not come about in time. */
async function boot(elf: string, enough: (seen: Seen) => boolean): Promise<Seen> {
  const { stdout: symbols } = await execa('arm-none-eabi-nm', [elf]);
  const fault = /^([0-9a-f]+) T kw_app_fault$/m.exec(symbols)?.[1];
  if (fault === undefined) throw new Error(`no kw_app_fault in ${elf}`);
  const machine = ['-M', 'netduino2', '-kernel', elf, '-display', 'none', '-monitor', 'none', '-serial', 'none'];
  // Time passes with instructions, and jumps to the next interrupt while the CPU sleeps.
  const time = ['-icount', 'shift=0,sleep=off'];
  const log = ['-d', 'int,exec,cpu,nochain', '-dfilter', `0x${fault}+2`];
  const emulator = spawn(EMULATOR, [...machine, ...time, ...log], { stdio: ['ignore', 'ignore', 'pipe'] });
  const limit = setTimeout(() => emulator.kill('SIGKILL'), 240_000);
  const seen: Seen = { faults: [], entered: new Map(), left: new Map() };
  const count = (map: Map<number, number>, key: string | undefined): void => {
    map.set(Number(key), (map.get(Number(key)) ?? 0) + 1);
  };
  try {
    for await (const line of createInterface({ input: emulator.stderr })) {
      const entered = /taking pending nonsecure exception (\d+)/.exec(line);
      const left = /Exception return: magic PC fffffff9 previous exception (\d+)/.exec(line);
      const r0 = /^R00=([0-9a-f]{8})/.exec(line);
      if (entered !== null) count(seen.entered, entered[1]);
      if (left !== null) count(seen.left, left[1]);
      if (r0 !== null) seen.faults.push(Number.parseInt(r0[1] ?? '', 16));
      if (enough(seen)) return seen;
    }
    throw new Error(`not seen within 30 s; faults ${seen.faults}, exceptions ${JSON.stringify([...seen.entered])}`);
  } finally {
    clearTimeout(limit);
    emulator.kill('SIGKILL');
  }
}

/** In the order of kw_fault_t. */
const [CLOCK, CHIP_ABSENT] = [1, 2];

test.for(['w5500-minimal', 'w5200-server', 'eight-sockets'])('smoke test: %s boots in QEMU', async (name) => {
  needTools('qemu', 'compiler', 'newlib');
  const args = ['compile', join(ROOT, `examples/${name}.json`), '--out', folder];
  expect((await keepwire(ROOT, args)).exitCode).toBe(0);
  const { timer, name: target } = planOfExample(name);
  const tick = 16 + timer.irqNumber;
  const elf = join(folder, target, 'build', `${target}.elf`);
  const { faults, entered, left } = await boot(elf, (seen) => seen.faults.length === 4);
  // The crystal never comes; then the chip is looked for again and again: the loop goes on, nothing hangs.
  expect(faults).toEqual([CLOCK, CHIP_ABSENT, CHIP_ABSENT, CHIP_ABSENT]);
  // Nothing but the tick interrupts, and each time it goes back to where it came from.
  expect([...entered.keys()]).toEqual([tick]);
  expect(entered.get(tick)).toBeGreaterThan(1000);
  expect(left.get(tick)).toBe(entered.get(tick));
});
