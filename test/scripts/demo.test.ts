import { cpSync, existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CACHE, ROOT } from '../cli/keepwire.ts';
import { Machine } from './machine.ts';

test('without a compiler for the STM32 the demo generates and simulates, and says what it skipped', () => {
  const machine = new Machine();
  try {
    for (const name of ['dist', 'examples', 'scripts']) {
      cpSync(join(ROOT, name), machine.at(name), { recursive: true });
    }
    symlinkSync(join(ROOT, 'node_modules'), machine.at('node_modules'), 'dir');
    const args = ['--import', 'tsx', machine.at('scripts/demo.ts')];
    const { status, printed } = machine.run(args, { env: { XDG_CACHE_HOME: CACHE } });
    expect(printed).toMatch(
      /^ {2}NOT COVERED {2}all-slots-dead[\s\S]*^ {2}PASS {2}all-slots-dead: detected after 15\.\d+ s/m,
    );
    expect(printed.split('\n').length).toBeLessThanOrEqual(60);
    expect(printed).not.toMatch(/keepwire.js compile|\.elf/);
    expect(printed).toMatch(/Skipped: .* apt-get install gcc-arm-none-eabi libnewlib-arm-none-eabi$/m);
    expect([status, existsSync(machine.at('out/w5500-minimal/kw_loop.c'))]).toEqual([0, true]);
    for (const name of ['hangs', 'recovers']) expect(existsSync(machine.at(`out/demo/${name}.html`))).toBe(true);
  } finally {
    machine.remove();
  }
});
