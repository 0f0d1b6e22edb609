/**
 * The vendor's own driver library and loop-back server, unmodified, on the chip models: code that nobody here wrote.
 * None of it is part of this project; the tests run only where KEEPWIRE_IOLIBRARY names a checkout of it.
 */
import { beforeEach, describe, expect, test } from 'vitest';
import type { Scenario } from '../../simulator/scenario/format/scenario.generated.ts';
import { skipSuite } from '../skip-suite.ts';
import { builtIn, scenario } from '../whole/play.ts';
import { ENGINES, judged, type MakeEngine, serverPlan } from './play.ts';
import { IOLIBRARY, WHY_SKIPPED } from './server.ts';

/** The built-in scenario of this name without the step that only a firmware with hooks can bring about. */
function withoutHooks(name: string): Scenario {
  const whole = builtIn(name);
  const isHook = (step: Scenario['steps'][number]): boolean => step.do === 'wait-until' && step.is === 'detected';
  return { ...whole, steps: whole.steps.filter((step) => !isHook(step)) };
}

/** As `orderly-close`, but the client has its last echo before it closes; then somebody else comes. */
const CLOSE_AFTER_ECHO = scenario(
  [
    { do: 'connect', peer: 'client' },
    { do: 'send', peer: 'client', bytes: 1465 },
    { do: 'expect-echo', peer: 'client' },
    { do: 'close', peer: 'client' },
    { do: 'wait-until', peer: 'client', is: 'closed' },
    { do: 'wait', for: { ms: 500 } },
    { do: 'connect', peer: 'next' },
    { do: 'send', peer: 'next', text: 'hello' },
    { do: 'expect-echo', peer: 'next' },
  ],
  {
    peers: [{ name: 'client' }, { name: 'next' }],
    expect: {
      detected: [{ peer: 'client', as: 'orderly-close' }],
      echoed: [{ peer: 'client', bytes: 1465 }],
      alive: ['next'],
      listening: false,
    },
  },
);

describe.each(Object.keys(ENGINES))('the vendor’s server on engine %s', (name) => {
  skipSuite(IOLIBRARY === null ? WHY_SKIPPED : null);

  describe.each(['W5500', 'W5200'] as const)('%s', (chip) => {
    const plan = serverPlan(chip);
    let engine: MakeEngine;
    beforeEach(async () => {
      if (IOLIBRARY === null) return;
      engine ??= await (ENGINES[name] as (typeof ENGINES)[string])(plan, IOLIBRARY);
    });

    test('echo', () => {
      expect(judged(plan, engine, builtIn('echo')).against).toEqual([]);
    });

    test('idle: alive after an hour', () => {
      expect(judged(plan, engine, builtIn('idle')).against).toEqual([]);
    }, 1_800_000); // the arm engine needs minutes for the hour

    test('orderly-close, the last echo awaited: detected, closed, and the port listens again', () => {
      const { against, run } = judged(plan, engine, CLOSE_AFTER_ECHO);
      expect(against).toEqual([]);
      const states = run.timeline.flatMap((event) => (event.kind === 'socket-state' ? [event.to] : []));
      const accepted = ['INIT', 'LISTEN', 'SYNRECV', 'ESTABLISHED'];
      expect(states).toEqual([...accepted, 'CLOSE_WAIT', 'LAST_ACK', 'CLOSED', ...accepted]);
    });

    // loopback_tcps disconnects in SOCK_CLOSE_WAIT without a look at Sn_RX_RSR, where the datasheets have it half-open.
    test('orderly-close: loopback_tcps loses what came right before the FIN', () => {
      const { against, run } = judged(plan, engine, withoutHooks('orderly-close'));
      expect(against).toEqual([
        'client got back 5 bytes; 1465 are expected.',
        expect.stringContaining('answer-differs: client not completely echoed within 10 s'),
      ]);
      expect(run.violations).toEqual([]);
      const commands = run.timeline.flatMap((event) => (event.kind === 'command' ? [event.command] : []));
      const withoutLook = ['RECV', 'SEND', 'DISCON', 'CLOSE', 'OPEN', 'LISTEN'];
      const nextClient = ['RECV', 'SEND'];
      expect(commands.slice(-8)).toEqual([...withoutLook, ...nextClient]);
    });
  });

  test.each(['W5500', 'W5200'] as const)('%s: echo on all eight sockets at once', async (chip) => {
    const plan = serverPlan(chip, 8);
    const engine = await (ENGINES[name] as (typeof ENGINES)[string])(plan, IOLIBRARY ?? '');
    expect(judged(plan, engine, builtIn('echo')).against).toEqual([]);
  });
});
