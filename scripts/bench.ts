/**
 * `npm run bench`: keepwire's figures beside their references, measured in one run on this machine.
 *
 * Whole processes are timed in turn (ours, reference, ours, …) after one warm-up each, their files in one folder, in
 * memory where the system has such a place; medians are printed. Simulated figures are exact and the same everywhere.
 * The vendor's loop-back server is measured where KEEPWIRE_IOLIBRARY names a checkout of its driver library.
 * Words on the command line choose what is measured: `npm run bench -- spi latency`.
 */
import { rmSync } from 'node:fs';
import { oneSpec, thousandSpecs } from './bench/generating.ts';
import { latency } from './bench/latency.ts';
import { type BenchRow, print } from './bench/row.ts';
import { applicationNote } from './bench/safety.ts';
import { sizes } from './bench/sizes.ts';
import { speed } from './bench/speed.ts';
import { againstVendor, bytesPerPoll, echoOverhead } from './bench/spi.ts';
import { stacks } from './bench/stack.ts';
import { ticks } from './bench/tick.ts';
import { websocketSizes } from './bench/websocket.ts';
import { work } from './bench/work.ts';

type Measure = () => BenchRow | readonly BenchRow[] | Promise<BenchRow | readonly BenchRow[]>;

const CHIPS = ['W5500', 'W5200'];
const MEASURES: Readonly<Record<string, readonly Measure[]>> = {
  generate: [oneSpec, thousandSpecs],
  sizes: [applicationNote, sizes, websocketSizes],
  stack: [stacks],
  spi: [
    () => bytesPerPoll('W5500', null, 5),
    () => bytesPerPoll('W5500', 'PB1', 5),
    () => bytesPerPoll('W5200', null, 6),
    () => bytesPerPoll('W5200', 'PB1', 6),
    ...CHIPS.map((chip) => () => echoOverhead(chip)),
  ],
  vendor: CHIPS.flatMap((chip) => (['host', 'arm'] as const).map((engine) => () => againstVendor(chip, engine))),
  tick: [ticks],
  latency: CHIPS.map((chip) => () => latency(chip)),
  speed: [() => speed('host', 5, 5000), () => speed('arm', 3, 200)],
};

const names = process.argv.slice(2);
const unknown = names.find((name) => !Object.hasOwn(MEASURES, name));
if (unknown !== undefined) {
  console.error(`error: nothing is called ${unknown}; there are ${Object.keys(MEASURES).join(', ')}`);
  process.exit(2);
}

try {
  const rows: BenchRow[] = [];
  for (const [name, measures] of Object.entries(MEASURES)) {
    if (names.length > 0 && !names.includes(name)) continue;
    for (const measure of measures) {
      rows.push(...[await measure()].flat());
      process.stderr.write('.');
    }
  }
  process.stderr.write('\n');
  print(rows);
} finally {
  rmSync(work, { recursive: true, force: true });
}
