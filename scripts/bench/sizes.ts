import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Row } from './row.ts';
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

export function sizes(): Row[] {
  const base = { chip: 'W5500', keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 }, timer: { prescaler: 71 } };
  const one = compiled('one-socket', base);
  const eight = compiled('eight-sockets', { ...base, sockets: [{ port: 5000, count: 8 }] });
  const perSocket = (eight.ram - one.ram) / 7;
  return [
    {
      what: 'flash: W5500, one server, echo, probe',
      ours: `${one.flash} B`,
      reference: '4260 B, vendor library',
      value: one.flash,
      goal: { atMost: 2048 },
      unit: 'B',
    },
    {
      what: "RAM per socket beside the user's buffer",
      ours: `${perSocket} B`,
      reference: '',
      value: perSocket,
      goal: { atMost: 64 },
      unit: 'B',
    },
  ];
}
