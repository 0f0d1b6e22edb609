import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { everything, MEASURED_OPTIONS, PLAIN } from './options.ts';
import type { BenchRow } from './row.ts';
import { KEEPWIRE, work } from './work.ts';

interface Compiled {
  readonly flash: number;
  readonly ram: number;
}

/** Sizes of all layers but start-up, as `keepwire compile --json` tells them. */
function compiled(name: string, spec: object): Compiled {
  const file = join(work, `${name}.json`);
  writeFileSync(file, JSON.stringify(spec));
  const args = [KEEPWIRE, 'compile', file, '--out', join(work, 'compiled'), '--json'];
  const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  const [output] = JSON.parse(stdout).outputs;
  const layers: Readonly<Record<string, Compiled>> = output.layers;
  const counted = Object.entries(layers).flatMap(([layer, sizes]) => (layer === 'startup' ? [] : [sizes]));
  return {
    flash: counted.reduce((sum, { flash }) => sum + flash, 0),
    ram: counted.reduce((sum, { ram }) => sum + ram, 0),
  };
}

export function sizes(): BenchRow[] {
  const one = compiled('one-socket', PLAIN);
  const eight = compiled('eight-sockets', { ...PLAIN, sockets: [{ port: 5000, count: 8 }] });
  const perSocket = (eight.ram - one.ram) / 7;
  return [
    {
      what: "RAM per socket beside the user's buffer",
      ours: `${perSocket} B`,
      reference: '',
      value: perSocket,
      goal: { atMost: 64 },
      unit: 'B',
    },
    ...MEASURED_OPTIONS.map(({ name, spec }) => ({
      what: `flash that ${name} adds`,
      ...added(one, compiled(name, { ...PLAIN, ...spec })),
    })),
    {
      what: 'flash that all options together add, four sockets',
      ...added(one, compiled('everything', everything('W5500'))),
    },
  ];
}

function added(plain: Compiled, { flash, ram }: Compiled): Omit<BenchRow, 'what'> {
  const value = flash - plain.flash;
  return { ours: `${value} B`, reference: `RAM ${ram - plain.ram} B`, value, goal: {}, unit: 'B' };
}
