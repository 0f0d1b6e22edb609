/** What the firmware makes of its bus: bytes and time, by differences of runs, so that start and connection drop out. */
import type { Plan } from '../../contract/plan.ts';
import type { WiznetChip } from '../../simulator/chip/chip.ts';
import type { Clock } from '../../simulator/clock.ts';
import { runScenario } from '../../simulator/run-scenario.ts';
import { ENGINES } from '../../test/iolibrary/play.ts';
import { IOLIBRARY, WHY_SKIPPED } from '../../test/iolibrary/server.ts';
import { type EngineName, type MakeBenchEngine, ours, passed, planFor, scenarioOf } from './firmware.ts';
import { type BenchRow, skipped } from './row.ts';

const connect = { do: 'connect', peer: 'client' };
const wait = (s: number): object => ({ do: 'wait', for: { s } });
const ALIVE = { alive: ['client'] };

/** Two runs that differ by one idle minute: what the minute costs. */
export async function bytesPerPoll(chip: string, interrupt: string | null, atMost: number): Promise<BenchRow> {
  const plan = planFor({ chip, wiring: { interrupt }, sockets: [{ port: 5000, count: 8 }] });
  const engine = await ours(plan, 'host');
  const short = passed(plan, engine, scenarioOf([connect, wait(60)], ALIVE)).stats.engine;
  const long = passed(plan, engine, scenarioOf([connect, wait(60), wait(60)], ALIVE)).stats.engine;
  const value = (long.spiBytes - short.spiBytes) / (long.idleWaits - short.idleWaits);
  const what = `SPI bytes per idle poll, eight sockets, ${chip}, ${interrupt === null ? 'INTn not wired' : 'INTn wired'}`;
  return { what, ours: value.toFixed(2), reference: '', value, goal: { atMost }, unit: '' };
}

export async function echoOverhead(chip: string): Promise<BenchRow> {
  const plan = planFor({ chip });
  const engine = await ours(plan, 'host');
  const { bytes } = echoCost(plan, engine, 1460, 1);
  const what = `SPI bytes to echo 1,460 bytes, ${chip}`;
  const row = { what, ours: `${bytes} B`, reference: '2920 B', value: bytes / 2920, goal: { atMost: 1.03 } };
  return { ...row, unit: '×' };
}

/** SPI bytes, and microseconds with CSn low. */
interface Cost {
  readonly bytes: number;
  readonly us: number;
}

/**
 * Our firmware against the vendor's loop-back server, one socket, on the same engine and with the same clocks. To an
 * echo belongs the poll that finds its data: {@link echoCost} counts only what comes on top of an idle one.
 */
export async function againstVendor(chip: string, engine: EngineName): Promise<BenchRow[]> {
  const plan = planFor({ chip });
  const rows: readonly (readonly [what: string, cost: (engine: MakeBenchEngine) => Cost, atMost: number | null])[] = [
    ['idle poll', (make) => pollCost(plan, make), 0.25],
    ['echo of 1 byte', (make) => sum(pollCost(plan, make), echoCost(plan, make, 1)), 0.6],
    ['echo of 1,460 bytes', (make) => sum(pollCost(plan, make), echoCost(plan, make, 1460)), null],
  ];
  const mine = await ours(plan, engine);
  const theirs = IOLIBRARY === null ? null : await ENGINES[engine]?.(plan, IOLIBRARY);
  return rows.flatMap(([name, cost, atMost]) => {
    const what = `SPI per ${name}, ${chip}, engine ${engine}`;
    const goal = atMost === null ? {} : { atMost };
    if (!theirs) return [skipped(what, WHY_SKIPPED, goal, '×')];
    const [a, b] = [cost(mine), cost(theirs)];
    return [
      {
        what: `${what}: bytes`,
        ours: `${a.bytes.toFixed(1)} B`,
        reference: `${b.bytes.toFixed(1)} B, vendor's server`,
      },
      { what: `${what}: time`, ours: `${a.us.toFixed(1)} µs`, reference: `${b.us.toFixed(1)} µs, vendor's server` },
    ].map((row, index) => ({ ...row, value: index === 0 ? a.bytes / b.bytes : a.us / b.us, goal, unit: '×' }));
  });
}

function sum(a: Cost, b: Cost): Cost {
  return { bytes: a.bytes + b.bytes, us: a.us + b.us };
}

function pollCost(plan: Plan, engine: MakeBenchEngine): Cost {
  const [short, long] = [5, 15].map((s) => measured(plan, engine, [connect, wait(s)])) as [Measured, Measured];
  const polls = long.polls - short.polls;
  return { bytes: (long.bytes - short.bytes) / polls, us: (long.us - short.us) / polls };
}

/** Of one echo, by default the mean of ten at different moments between two ticks, which reach the buffers' ends. */
function echoCost(plan: Plan, engine: MakeBenchEngine, bytes: number, count = 10): Cost {
  const pause = { do: 'wait', for: { ms: 100.37 } };
  const echo = [{ do: 'send', peer: 'client', bytes }, pause];
  const without = measured(plan, engine, [connect, wait(1), ...Array(count).fill(pause)]);
  const withEcho = measured(plan, engine, [connect, wait(1), ...Array(count).fill(echo).flat()], bytes * count);
  return { bytes: (withEcho.bytes - without.bytes) / count, us: (withEcho.us - without.us) / count };
}

interface Measured extends Cost {
  readonly polls: number;
}

/** The vendor's server is not judged by our plan; but what it should echo must come back, without a violation. */
function measured(plan: Plan, engine: MakeBenchEngine, steps: readonly object[], echoed = 0): Measured {
  let lowNs = 0;
  const make: MakeBenchEngine = (board) => {
    const chip = timed(board.chip, board.clock, (ns) => {
      lowNs += ns;
    });
    return engine({ ...board, chip });
  };
  const all = echoed === 0 ? [...steps] : [...steps, { do: 'expect-echo', peer: 'client' }];
  const run = runScenario({ plan, scenario: scenarioOf(all), engine: make });
  const wrong = run.reasons.find((text) => /came true|got back|Not allowed|stuck|trapped/.test(text));
  if (wrong !== undefined) throw new Error(wrong);
  return { bytes: run.stats.engine.spiBytes, us: lowNs / 1000, polls: run.stats.engine.idleWaits };
}

/** Tells for how long CSn was low, frame by frame. */
function timed(chip: WiznetChip, clock: Clock, tell: (ns: number) => void): WiznetChip {
  let sinceNs = 0;
  return {
    select: () => {
      sinceNs = clock.nowNs;
      chip.select();
    },
    deselect: () => {
      tell(clock.nowNs - sinceNs);
      chip.deselect();
    },
    exchange: (bytes) => chip.exchange(bytes),
    exchangeByte: (mosi) => chip.exchangeByte(mosi),
    reset: (level) => chip.reset(level),
    get interrupt() {
      return chip.interrupt;
    },
  };
}
