/** A reset of the microcontroller alone, at any moment: the chip has connections that the firmware has forgotten. */
import { describe, expect, test } from 'vitest';
import type { EventBody } from '../../simulator/timeline.ts';
import { BRISK, built, CHIPS } from '../whole/firmware.ts';
import { mustPass, play, scenario } from '../whole/play.ts';
import { seeds } from '../whole/share.ts';
import { sweep } from '../whole/sweep.ts';

const PEERS = [{ name: 'client' }, { name: 'next' }];
const BEGIN = [
  { do: 'connect', peer: 'client' },
  { do: 'send', peer: 'client', text: 'hello' },
  { do: 'expect-echo', peer: 'client' },
];
const RESET = { do: 'device', is: 'reset' };
const PROOF = [
  { do: 'connect', peer: 'next', limit: { s: 5 } },
  { do: 'send', peer: 'next', bytes: 500 },
  { do: 'expect-echo', peer: 'next' },
];
const MORE = { peers: PEERS, expect: { alive: ['next'] } };

describe.each(CHIPS)('%s', (chip) => {
  test('at any moment of busy traffic: a new client is served as soon as the chip has started', async () => {
    const firmware = await built({ chip, ...BRISK });
    sweep(seeds(12, 500), (seed) => {
      const busy = [
        { do: 'send', peer: 'client', bytes: 3000 },
        { do: 'wait', for: { ms: (seed * 1.37) % 40 } },
      ];
      mustPass(firmware, scenario([...BEGIN, ...busy, RESET, ...PROOF], MORE), { seed });
    });
  });

  test('the chip keeps the connection until the firmware has started and resets it', async () => {
    const run = play(await built({ chip, ...BRISK }), scenario([...BEGIN, RESET, ...PROOF], MORE));
    const resetNs = run.timeline.find((event) => event.kind === 'step' && event.text.startsWith('the device is reset'));
    const isEnd = (event: EventBody): boolean => event.kind === 'socket-state' && event.from === 'ESTABLISHED';
    expect(run.timeline.find(isEnd)).toMatchObject({ to: 'CLOSED', cause: 'reset' });
    expect(run.timeline.find(isEnd)?.atNs).toBeGreaterThan(resetNs?.atNs ?? Number.POSITIVE_INFINITY);
    expect(run.detections[0]).toMatchObject({ peer: 'client', reason: null });
    expect(run.violations).toEqual([]);
  });
});

test('RCC_CSR says who has reset the device: it was not the watchdog', async () => {
  const firmware = await built({ chip: 'W5500', ...BRISK, watchdog: { timeoutMs: 2000 } });
  const { timeline } = mustPass(firmware, scenario([...BEGIN, RESET, ...PROOF], MORE));
  expect(timeline.filter((event) => event.kind === 'firmware' && event.what === 'fault')).toEqual([]);
});

test('a device that is reset over and over serves nobody meanwhile, and everybody afterwards', async () => {
  const often = { do: 'repeat', times: 20, steps: [RESET, { do: 'wait', for: { ms: 37 } }] };
  mustPass(await built({ chip: 'W5500', ...BRISK }), scenario([...BEGIN, often, ...PROOF], MORE));
});
