import { describe, expect, test } from 'vitest';
import { sessionsOf } from '../../simulator/scenario/record/sessions.ts';
import type { Run } from '../../simulator/verdict/judged-run.ts';
import { built } from './firmware.ts';
import { mustPass, play, scenario } from './play.ts';
import { parted, seeds } from './share.ts';
import { sweep } from './sweep.ts';

/** The shortest periods: the most probes that the TCP timeout leaves room for. */
const PERIODS = { keepalive: { NO_DATA_PERIOD: 1, KA_SEND_PERIOD: 1 }, timer: { prescaler: 71 } };
/** A TCP timeout of 3 s: a probe about every 3 s. */
const RCR = 3;
const SPEC = { ...PERIODS, retransmission: { timeoutMs: 200, count: RCR } };
/** The chips' own values after reset (W5500 datasheet, RTR and RCR): a TCP timeout of 31.8 s. */
const RESET_SPEC = { ...PERIODS, retransmission: { timeoutMs: 200, count: 8 } };

/**
 * A probe is sent `rcr` + 1 times; it fails when each time it or its answer is lost. Both are one frame, lost with
 * probability `loss` independently of each other.
 */
function failureByTheory(loss: number, rcr = RCR): number {
  return (1 - (1 - loss) ** 2) ** (rcr + 1);
}

/** The connection is made on a whole wire, so that what is measured is the probes alone; the run ends with it. */
function idleAt(lossRate: number, direction: 'both' | 'to-device' | 'from-device' = 'both') {
  return scenario(
    [
      { do: 'connect', peer: 'client' },
      { do: 'send', peer: 'client', text: 'hello' },
      { do: 'expect-echo', peer: 'client' },
      { do: 'impair', lossRate, direction },
      { do: 'wait-until', peer: 'client', is: 'detected', limit: { s: 400 } },
    ],
    { expect: { listening: false } },
  );
}

interface Count {
  readonly probes: number;
  readonly closes: number;
}

/** Probes of the first connection whose fate is known, and whether the last of them was the end of it. */
function probesOf(run: Run): Count {
  const [session] = sessionsOf(run.timeline);
  if (session === undefined) throw new Error('no connection');
  const closes = session.left?.cause === 'timeout' ? 1 : 0;
  const answered = session.probes.filter(({ answeredAtNs }) => answeredAtNs !== null).length;
  return { probes: answered + closes, closes };
}

function counted(runs: readonly Run[]): Count {
  const counts = runs.map(probesOf);
  const sum = (key: keyof Count): number => counts.reduce((total, count) => total + count[key], 0);
  return { probes: sum('probes'), closes: sum('closes') };
}

/** Closes are all but Poisson distributed; four deviations are missed once in 16,000 times, and the seeds are fixed. */
function mustAgree({ closes }: Count, expected: number): void {
  expect(Math.abs(closes - expected), `${closes} closes; theory ${expected}`).toBeLessThan(4 * Math.sqrt(expected) + 1);
}

const W5500 = ['W5500', 0] as const;
const W5200 = ['W5200', 10_000] as const;

// What is measured is a TCP timeout's arithmetic: one chip is enough for `npm test`, the other one follows in CI.
describe.each(parted<typeof W5500 | typeof W5200>([W5500], [W5200]))('%s, a peer that lives', (chip, firstSeed) => {
  test.each([0.02, 0.05, 0.1])('at a loss of %d is never closed, idle or at work', async (lossRate) => {
    const firmware = await built({ chip, ...RESET_SPEC });
    const limit = ['tcpTimeout', { s: 60 }];
    const what = scenario(
      [
        { do: 'connect', peer: 'client', limit: { s: 100 } },
        {
          do: 'repeat',
          times: 5,
          steps: [
            { do: 'send', peer: 'client', bytes: 700 },
            { do: 'expect-echo', peer: 'client', limit },
            { do: 'wait', for: { s: 60 } },
          ],
        },
      ],
      { link: { lossRate }, expect: { alive: ['client'] } },
    );
    sweep(seeds(1, 400), (seed) => {
      mustPass(firmware, what, { seed });
    });
  });

  test('is closed as often as theory says, and not before', async () => {
    const firmware = await built({ chip, ...SPEC });
    const rows = [0.02, 0.05, 0.1, 0.2, 0.3, 0.5].map((loss) => {
      const runs = seeds(2, 200).map((seed) => play(firmware, idleAt(loss), { seed: firstSeed + seed }));
      const count = counted(runs);
      const expected = count.probes * failureByTheory(loss);
      mustAgree(count, expected);
      return { loss, ...count, expected };
    });
    for (const { loss, probes, closes, expected } of rows) {
      console.info(`${chip}, loss ${loss}: ${closes} closes in ${probes} probes; theory ${expected.toPrecision(2)}`);
    }
    const seen = rows.find(({ closes }) => closes > 0);
    const due = rows.find(({ expected }) => expected >= 1);
    console.info(`first close seen at ${seen?.loss}, the first expected by theory at ${due?.loss}`);
    expect(seen?.expected).toBeGreaterThan(0.1);
    expect(rows.at(-1)?.closes).toBeGreaterThan(0);
  });

  test('with losses one way only is closed as often as theory says', async () => {
    const firmware = await built({ chip, ...SPEC });
    const loss = 0.3;
    const runs = seeds(8, 500).map((seed) =>
      play(firmware, idleAt(loss, seed % 2 === 0 ? 'to-device' : 'from-device'), { seed: firstSeed + seed }),
    );
    const count = counted(runs);
    mustAgree(count, count.probes * loss ** (RCR + 1));
    expect(count.closes).toBeGreaterThan(0);
  });
});

/**
 * Where it starts to matter: one connection of a thousand in a day of probes so many seconds apart. By hand: 0.19 to the
 * power of `rcr` + 1; and 1 - sqrt(1 - x) where x to that power is 0.001 / 17,280 or 0.001 / 2717.
 */
test.each([
  { rcr: 3, intervalS: 5, failure: 1.303e-3, from: 0.0078 },
  { rcr: 8, intervalS: 31.8, failure: 3.227e-7, from: 0.1016 },
])('the loss at which living peers begin to be closed: $rcr retries', ({ rcr, intervalS, failure, from }) => {
  const closesPerDay = (loss: number): number => ((24 * 3600) / intervalS) * failureByTheory(loss, rcr);
  let starts = 0;
  while (closesPerDay(starts) < 0.001) starts += 0.0001;
  const table = [0.05, 0.1, 0.15, 0.2, 0.3].map((loss) => `${loss * 100} %: ${closesPerDay(loss).toPrecision(2)}`);
  console.info(`closes per connection and day, a probe each ${intervalS} s, by theory: ${table.join(', ')}`);
  console.info(`one connection of a thousand is lost in a day from ${(starts * 100).toFixed(1)} % loss on`);
  expect(failureByTheory(0.1, rcr) / failure).toBeCloseTo(1, 3);
  expect(Math.abs(starts - from)).toBeLessThan(0.0002);
});
