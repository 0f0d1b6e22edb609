import { describe, expect, test } from 'vitest';
import { createArmEngine } from '../../simulator/engine/arm/engine.ts';
import type { Board } from '../../simulator/engine/engine.ts';
import { createHostEngine } from '../../simulator/engine/host/engine.ts';
import { createVcd } from '../../simulator/report/vcd.ts';
import { runScenario } from '../../simulator/run-scenario.ts';
import type { Run } from '../../simulator/verdict/judged-run.ts';
import { armBuilt } from '../engine/arm/build.ts';
import { built, CHIPS } from '../whole/firmware.ts';
import { builtIn } from '../whole/play.ts';
import { gtkwaveReads } from './gtkwave.ts';
import { type Dump, pulses, readVcd } from './vcd-reader.ts';

const SPEC = { keepalive: { NO_DATA_PERIOD: 2, KA_SEND_PERIOD: 1 }, timer: { prescaler: 71 } };
/** PCLK2 is 72 MHz (the generator's default clock tree): 18 MHz, 444.4 ns a byte. */
const BYTE_NS = 444;
const ECHO = builtIn('echo');

interface Seen {
  readonly run: Run;
  readonly plain: Run;
  readonly text: string;
  readonly dump: Dump;
}

async function putOn(engine: 'host' | 'arm', chip: string) {
  if (engine === 'arm') {
    const { plan, image } = await armBuilt({ chip, ...SPEC });
    return { plan, make: (board: Board) => createArmEngine({ image, ...board }) };
  }
  const { plan, wasm } = await built({ chip, ...SPEC });
  return { plan, make: (board: Board) => createHostEngine({ wasm, ...board }) };
}

async function seen(engineName: 'host' | 'arm', chip: string): Promise<Seen> {
  const { plan, make } = await putOn(engineName, chip);
  const parts: string[] = [];
  const { finish, ...watch } = createVcd('test', (part) => parts.push(part));
  const input = { plan, scenario: ECHO, engine: make };
  const run = runScenario({ ...input, ...watch });
  finish(run.stats.simulatedMs * 1e6);
  const text = parts.join('');
  return { run, plain: runScenario(input), text, dump: readVcd(text) };
}

const runs = new Map<string, Promise<Seen>>();
function once(engine: 'host' | 'arm', chip: string): Promise<Seen> {
  const key = `${engine} ${chip}`;
  const known = runs.get(key) ?? seen(engine, chip);
  runs.set(key, known);
  return known;
}

const ENGINES = [
  ['host', 'W5500'],
  ['host', 'W5200'],
  ['arm', 'W5500'],
] as const;

describe.each(ENGINES)('the lines on engine %s with a %s', (engine, chip) => {
  test('looking changes nothing', async () => {
    const { run, plain } = await once(engine, chip);
    // Compared as text: a matcher takes seconds for so many bytes.
    expect(JSON.stringify(run.timeline) === JSON.stringify(plain.timeline)).toBe(true);
    expect([run.verdict, plain.verdict]).toEqual(['pass', 'pass']);
    expect(run.stats.engine.interrupts).toBe(plain.stats.engine.interrupts);
  });

  test('CSn is low once per frame, and SCLK active for each byte, within the frames', async () => {
    const { run, dump } = await once(engine, chip);
    const frames = pulses(dump, 'CSn', '0');
    expect(frames.length).toBe(run.stats.engine.spiFrames);
    const bursts = pulses(dump, 'SCLK', '1');
    let frame = 0;
    let clockedNs = 0;
    const outside: number[] = [];
    for (const [from, to] of bursts) {
      while ((frames[frame]?.[1] ?? Infinity) < to) frame++;
      if ((frames[frame]?.[0] ?? Infinity) > from) outside.push(from);
      clockedNs += to - from;
    }
    expect(outside).toEqual([]);
    expect(clockedNs / run.stats.engine.spiBytes).toBeCloseTo(BYTE_NS, 0);
  });

  test('the tick’s handler is entered once a millisecond', async () => {
    const { run, dump } = await once(engine, chip);
    const ticks = pulses(dump, 'tick', '1');
    expect(ticks.length).toBe(run.stats.engine.interrupts);
    // The run ends while the CPU waits, right behind a tick.
    expect(dump.changes.findLast(({ name }) => name === 'tick')?.value).toBe('0');
    const firstNs = ticks[0]?.[0] ?? 0;
    // Less than a microsecond late: an instruction, or a basic block, is finished first.
    for (const [index, [from, to]] of ticks.entries()) {
      expect(Math.abs(from - firstNs - index * 1e6)).toBeLessThan(1000);
      expect(to - from).toBeLessThan(10_000);
    }
  });

  test('RSTn is low once, for 500 µs at least (W5500 datasheet 5.5.1)', async () => {
    const { dump } = await once(engine, chip);
    const resets = pulses(dump, 'RSTn', '0');
    expect(resets.length).toBe(1);
    expect((resets[0]?.[1] ?? 0) - (resets[0]?.[0] ?? 0)).toBeGreaterThanOrEqual(500_000);
  });

  test('INTn falls when a frame arrives, and rises when Sn_IR is cleared over SPI', async () => {
    const { run, dump } = await once(engine, chip);
    const latencyNs = (ECHO.link.latencyMs ?? 0) * 1e6;
    const arrivals = new Set(
      run.timeline.flatMap((event) =>
        event.kind === 'frame' && event.from !== 'device' ? [event.atNs + latencyNs] : [],
      ),
    );
    const frames = pulses(dump, 'CSn', '0');
    const isInFrame = (ns: number): boolean => frames.some(([from, to]) => from < ns && ns <= to);
    const lows = pulses(dump, 'INTn', '0');
    expect(lows.length).toBeGreaterThan(10);
    const odd = lows.filter(([from, to]) => !arrivals.has(from) || !(isInFrame(to) || to === dump.endNs));
    expect(odd).toEqual([]);
  });

  test('the steps are in it at their times', async () => {
    const { run, dump } = await once(engine, chip);
    const steps = run.timeline.flatMap((event) => (event.kind === 'step' ? [[event.atNs, event.text]] : []));
    expect(steps.length).toBeGreaterThan(5);
    const shown = dump.changes.filter(({ name }) => name === 'step').map(({ atNs, value }) => [atNs, value]);
    expect(shown).toEqual([[0, ''], ...steps]);
    expect(dump.endNs).toBeGreaterThanOrEqual(run.stats.simulatedMs * 1e6);
  });

  test('GTKWave reads the same changes', async () => {
    const { text, dump } = await once(engine, chip);
    const read = gtkwaveReads(text);
    const order = (changes: Dump['changes']) =>
      changes.map(({ atNs, name, value }) => `${String(atNs).padStart(12)} ${name}=${value}`).sort();
    expect(order(read)).toEqual(order(dump.changes));
  });
});

test('a dump, byte by byte', () => {
  const parts: string[] = [];
  const vcd = createVcd('a $end\nof text', (part) => parts.push(part));
  vcd.onEvent({ kind: 'step', text: 'cut „it“ \\', atNs: 7 });
  vcd.onEvent({ kind: 'peer', peer: 'p', what: 'closed', text: '', atNs: 8 });
  vcd.onSignal('RSTn', 0, 0);
  vcd.onSignal('CSn', 0, 9);
  vcd.onSignal('INTn', 0, 9);
  vcd.onEvent({ kind: 'step', text: 'last', atNs: 9 });
  vcd.finish(9);
  expect(parts.join('')).toBe(`$version keepwire simulator $end
$comment a $ end of text $end
$timescale 1 ns $end
$scope module keepwire $end
$var wire 1 c CSn $end
$var wire 1 k SCLK $end
$var wire 1 i INTn $end
$var wire 1 r RSTn $end
$var wire 1 t tick $end
$var string 1 e step $end
$upscope $end
$enddefinitions $end
#0
$dumpvars
1c
0k
1i
1r
0t
s e
$end
0r
#7
scut\\040\\342\\200\\236it\\342\\200\\234\\040\\134 e
#9
0c
0i
slast e
#10
`);
});

test('both chips have been looked at', () => expect(new Set(ENGINES.map(([, chip]) => chip))).toEqual(new Set(CHIPS)));
