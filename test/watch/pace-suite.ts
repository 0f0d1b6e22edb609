/** An application that calls as seldom as its specification allows, with all eight sockets watched. */
import { expect, test } from 'vitest';
import { explainText } from '../../generator/explain/explain.ts';
import { parseSpec } from '../../generator/input/index.ts';
import { planOf } from '../../generator/plan/plan.ts';
import type { Task } from '../../simulator/scenario/testbed/scheduler.ts';
import { type CHIPS, planOfText } from '../whole/firmware.ts';
import { pattern, pause, Rig } from '../whole/rig.ts';
import { PERIODS, WATCH, watched } from './firmware.ts';

type ChipName = (typeof CHIPS)[number];

const SOCKETS = [{ port: 5000, count: 8 }];
/** From the last data to the first probe with the note's counting, and then the TCP timeout. */
const LEAST_MS = 14_000 + 3_000;

const spec = (chip: ChipName, callEveryMs: number) => ({ chip, sockets: SOCKETS, callEveryMs });

/** How long after the death of a peer its connection ends; it dies `phaseMs` after the start of a round or so. */
async function latencyMs(chip: ChipName, callEveryMs: number, phaseMs: number): Promise<number> {
  const rig = new Rig(await watched(spec(chip, callEveryMs)));
  let deadAtMs = 0;
  rig.play(
    (function* (): Task {
      const peer = rig.peer();
      yield pause(1000 + phaseMs);
      const connection = yield* rig.connected(peer, 5000);
      yield pause(20 * callEveryMs);
      yield* rig.echoed(connection, pattern(1), 5000);
      deadAtMs = rig.nowMs;
      peer.powerOff();
      const isOver = (): boolean => rig.events.some((it) => it.kind === 'socket-state' && it.from === 'ESTABLISHED');
      yield* rig.until('the end', isOver, 300_000);
    })(),
  );
  expect(rig.violations()).toEqual([]);
  return rig.nowMs - deadAtMs;
}

export function pace(chip: ChipName, callEveryMs: number, phases: number): void {
  test(`${callEveryMs} ms, ${phases} phases: a death is noticed no sooner and no later than explain says`, async () => {
    const text = JSON.stringify({ ...WATCH, ...PERIODS, ...spec(chip, callEveryMs) });
    const parsed = parseSpec(text);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    const plan = planOfText(text, 'watched');
    const boundMs = plan.detection.find(({ failure }) => failure === 'power-cut')?.boundMs ?? Number.NaN;
    const explained = explainText(planOf(parsed.value), parsed.value, []).replace(/\s+/g, ' ');
    expect(explained).toContain(`power-cut at most ${boundMs / 1000} s`);
    const roundMs = 9 * callEveryMs;
    const measured: number[] = [];
    for (let phase = 0; phase < phases; phase++) {
      measured.push(await latencyMs(chip, callEveryMs, Math.round((2 * roundMs * phase) / phases)));
    }
    const [least, most] = [Math.min(...measured), Math.max(...measured)];
    expect(least).toBeGreaterThanOrEqual(LEAST_MS - 1);
    expect(most).toBeLessThanOrEqual(boundMs);
    // Two rounds until what came is seen, and two until the probe that is due leaves.
    expect(most).toBeLessThanOrEqual(LEAST_MS + 4 * roundMs + callEveryMs);
    expect(most - least).toBeGreaterThan(roundMs / 2);
  });
}

/** The chip itself gives up after 9 x 6.5 s, later than a watch that looks at each socket every 9 s. */
const GIVES_UP = { sendTimeoutS: 5, retransmission: { timeoutMs: 6500, count: 8 } };

/** A peer whose program always takes the same port; it comes back before the next look. */
export function returns(chip: ChipName, callEveryMs: number): void {
  test.each([true, false])(
    `${callEveryMs} ms: the same address and port again, after a give-up; says something: %s`,
    async (talks) => {
      const rig = new Rig(await watched({ ...spec(chip, callEveryMs), ...GIVES_UP }));
      const PORT = 33_000;
      rig.play(
        (function* (): Task {
          yield pause(1000);
          const peer = rig.peer();
          const first = rig.dial(peer, PORT);
          yield* rig.until('a connection', () => first.state === 'ESTABLISHED', 5000);
          yield pause(40 * callEveryMs);
          first.send(pattern(10));
          yield* rig.until(
            'the data',
            () => rig.events.some((it) => it.kind === 'command' && it.command === 'SEND'),
            5000,
          );
          peer.powerOff();
          const deadNs = rig.nowMs * 1e6; // the application closes sockets before it opens them
          const closes = (): boolean =>
            rig.events.some((it) => it.kind === 'command' && it.command === 'CLOSE' && it.atNs > deadNs);
          yield* rig.until('the give-up', closes, 200_000);
          peer.boot();
          yield pause(callEveryMs / 2);
          const again = rig.dial(peer, PORT);
          yield* rig.until('the same again', () => again.state === 'ESTABLISHED', 5000);
          if (talks) yield* rig.echoed(again, pattern(10), 5000);
          yield pause(rig.plan.limits.closeMs + 40 * callEveryMs);
        })(),
      );
      // CLOSE tells the peer nothing: the chip shows whether the second connection stands.
      const left = rig.events.filter((it) => it.kind === 'socket-state' && it.from === 'ESTABLISHED');
      expect(left).toHaveLength(1);
      const told = rig.events.flatMap((it) => (it.kind === 'firmware' && it.what === 'ended' ? [it.reason] : []));
      expect(told).toEqual(['send-timeout']);
      expect(rig.violations()).toEqual([]);
    },
  );
}
