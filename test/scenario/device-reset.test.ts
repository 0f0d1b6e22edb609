/** A reset of the microcontroller alone, at any moment: the chip has connections that the firmware has forgotten. */
import { describe, expect, test } from 'vitest';
import { createArmEngine } from '../../simulator/engine/arm/engine.ts';
import { runScenario } from '../../simulator/run-scenario.ts';
import type { EventBody } from '../../simulator/timeline.ts';
import { armBuilt } from '../engine/arm/build.ts';
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

/** An old connection on the server's side must not refuse the new one: the counter of starts survives the reset. */
test('a client that is reset connects from another local port', async () => {
  const server = { ip: '192.168.1.101', port: 7000 };
  const { image, locate, plan } = await armBuilt({ chip: 'W5500', ...BRISK, sockets: [{ role: 'client', server }] });
  const wait = { do: 'wait', for: { ms: 1500 } };
  const { timeline } = runScenario({
    plan,
    scenario: scenario([wait, RESET, wait]),
    engine: (board) => createArmEngine({ ...board, image, locate }),
  });
  const ports = timeline.flatMap((event) => {
    const syn = event.kind === 'frame' && event.from === 'device' ? /:(\d+) > \S+ \[SYN\]/.exec(event.summary) : null;
    return syn === null ? [] : [Number(syn[1])];
  });
  expect(new Set(ports).size).toBe(2);
  expect(Math.abs((ports[0] ?? 0) - (ports.at(-1) ?? 0))).toBeGreaterThan(1000);
});
