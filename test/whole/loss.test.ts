import { describe, expect, test } from 'vitest';
import { sessionsOf } from '../../simulator/scenario/record/sessions.ts';
import type { Run } from '../../simulator/verdict/judged-run.ts';
import { built } from './firmware.ts';
import { mustPass, play, scenario } from './play.ts';
import { seeds } from './share.ts';
import { sweep } from './sweep.ts';

/** The chips' own retransmission, 200 ms and 8 (W5500 datasheet, RTR and RCR), and the most probes that can be had. */
const SPEC = { keepalive: { NO_DATA_PERIOD: 1, KA_SEND_PERIOD: 1 }, timer: { prescaler: 71 } };
const RCR = 8;

/**
 * A probe is sent RCR + 1 times; it fails when each time it or its answer is lost. Both are one frame, lost with
 * probability `loss` independently of each other.
 */
function failureByTheory(loss: number): number {
  return (1 - (1 - loss) ** 2) ** (RCR + 1);
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

describe.each([
  ['W5500', 0],
  ['W5200', 10_000],
] as const)('%s, a peer that lives', (chip, firstSeed) => {
  test.each([0.02, 0.05, 0.1])('at a loss of %d is never closed, idle or at work', async (lossRate) => {
    const firmware = await built({ chip, ...SPEC });
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
    sweep(seeds(4, 400), (seed) => {
      mustPass(firmware, what, { seed });
    });
  });

  test('is closed as often as theory says, and not before', async () => {
    const firmware = await built({ chip, ...SPEC });
    const rows = [0.1, 0.2, 0.25, 0.3, 0.4, 0.5].map((loss) => {
      const runs = seeds(4, 200).map((seed) => play(firmware, idleAt(loss), { seed: firstSeed + seed }));
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
    expect(seen?.loss).toBeGreaterThan(0.2);
    expect(rows.at(-1)?.closes).toBeGreaterThan(0);
  });

  test('with losses one way only is closed as often as theory says', async () => {
    const firmware = await built({ chip, ...SPEC });
    const loss = 0.6;
    const runs = seeds(16, 500).map((seed) =>
      play(firmware, idleAt(loss, seed % 2 === 0 ? 'to-device' : 'from-device'), { seed: firstSeed + seed }),
    );
    const count = counted(runs);
    mustAgree(count, count.probes * loss ** (RCR + 1));
    expect(count.closes).toBeGreaterThan(0);
  });
});

/** Where it starts to matter: one connection of a thousand in a day of probes 5 s apart. */
test('the loss at which living peers begin to be closed', () => {
  const probesPerDay = (24 * 3600) / 5;
  const closesPerDay = (loss: number): number => probesPerDay * failureByTheory(loss);
  let starts = 0;
  while (closesPerDay(starts) < 0.001) starts += 0.001;
  const table = [0.05, 0.1, 0.15, 0.2, 0.3].map((loss) => `${loss * 100} %: ${closesPerDay(loss).toPrecision(2)}`);
  console.info(`closes per connection and day, a probe each 5 s, by theory: ${table.join(', ')}`);
  console.info(`one connection of a thousand is lost in a day from ${(starts * 100).toFixed(1)} % loss on`);
  // By hand: 0.19 to the ninth; and 1 - sqrt(1 - x) where x to the ninth is 0.001 / 17,280.
  expect(failureByTheory(0.1)).toBeCloseTo(3.23e-7, 9);
  expect(starts).toBeCloseTo(0.082, 3);
});
