/** Time from a counter of milliseconds: its end, polls that come late, and a counter that moves in steps. */
import { describe, expect, test } from 'vitest';
import { benchFiles } from '../../generator/emit/bench.ts';
import { render } from '../../generator/emit/render.ts';
import { explainText } from '../../generator/explain/explain.ts';
import { parseSpec } from '../../generator/input/index.ts';
import { commands, endsOf, isOver, NO_PROBES, play } from '../ways/rig.ts';
import { type Built, built, planOfText } from '../whole/firmware.ts';
import { pattern, pause } from '../whole/rig.ts';
import { guest } from './specs.ts';

const PROBES = { keepalive: { NO_DATA_PERIOD: 3, KA_SEND_PERIOD: 2 }, retransmission: { timeoutMs: 100, count: 3 } };
/** 100 + 200 + 400 + 800 ms. */
const TCP_TIMEOUT_MS = 1500;
/** NO_DATA_PERIOD + KA_SEND_PERIOD - 1. */
const FIRST_MS = 4000;
const POLL_MS = 20;

/** Firmware on a board of which the start is changed. */
function onBoard(spec: object, change: (bench: string) => string): Promise<Built> {
  const whole = { chip: 'W5500', ...guest('custom'), ...spec };
  const bench = benchFiles(planOfText(JSON.stringify(whole))).find(({ path }) => path === 'kw_bench.c')?.text ?? '';
  const changed = change(bench);
  if (changed === bench) throw new Error('the start of the board is another one');
  return built(whole, { 'kw_bench.c': changed });
}

/** The counter begins so shortly before its end. */
function beginning(beforeEndMs: number): (bench: string) => string {
  return (bench) => bench.replace('uint32_t volatile ms;', `uint32_t volatile ms = ${2 ** 32 - beforeEndMs}U;`);
}

/** When the first probe left, and when the connection had ended; from the last data, in milliseconds. */
function deathOf(firmware: Built, beginMs: number) {
  let [fromMs, probedMs] = [0, 0];
  const rig = play(firmware, function* (rig) {
    yield pause(beginMs);
    const connection = yield* rig.connected(rig.peer(), 3000);
    yield* rig.echoed(connection, pattern(3), 3000);
    fromMs = rig.nowMs;
    yield pause(5); // what came back is acknowledged
    rig.link.cut();
    yield* rig.until('the probe', () => commands(rig, 'SEND_KEEP') > 0, 20_000);
    probedMs = rig.nowMs;
    yield* rig.until('the end', () => endsOf(rig).length === 1, 20_000);
  });
  const [end] = endsOf(rig);
  return { first: probedMs - fromMs, whole: (end?.toldMs ?? 0) - fromMs, reason: end?.reason };
}

describe('the counter ends after 49.7 days: nothing happens sooner or later for it', () => {
  test.each([100, 1000, 2500, 3900, 4500, 6000])('%d ms before its end', async (beforeEndMs) => {
    const { first, whole, reason } = deathOf(await onBoard(PROBES, beginning(beforeEndMs)), 0);
    expect(reason).toBe('probe-timeout');
    expect(first).toBeGreaterThanOrEqual(FIRST_MS - 5);
    expect(first).toBeLessThan(FIRST_MS + POLL_MS);
    expect(whole).toBeGreaterThanOrEqual(FIRST_MS + TCP_TIMEOUT_MS - 5);
    expect(whole).toBeLessThan(FIRST_MS + TCP_TIMEOUT_MS + 2 * POLL_MS);
  });

  test('a silence that lasts longer than the counter: the connection lives', async () => {
    const silent = { ...NO_PROBES, sendTimeoutS: null };
    const firmware = await onBoard(silent, beginning(2000));
    const rig = play(firmware, function* (rig) {
      const connection = yield* rig.connected(rig.peer(), 1000);
      yield* rig.echoed(connection, pattern(3), 100);
      yield pause(10_000);
      expect(isOver(connection)).toBe(false);
    });
    expect(endsOf(rig)).toEqual([]);
  });
});

describe('the first probe leaves so long after the poll that finds the data, whenever that is', () => {
  const POLLS_MS = 2;
  test.each([0, 137, 250, 499, 750, 999])('data %d ms later', async (phaseMs) => {
    const firmware = await built({ chip: 'W5500', ...guest('custom'), ...PROBES, callEveryMs: 1 });
    const { firstProbeEarliestMs, firstProbeLatestMs } = firmware.plan.sockets[0]?.keepalive ?? {};
    expect([firstProbeEarliestMs, firstProbeLatestMs]).toEqual([FIRST_MS, FIRST_MS]);
    let sentMs = 0;
    const rig = play(firmware, function* (rig) {
      const connection = yield* rig.connected(rig.peer(), 3000);
      yield* rig.echoed(connection, pattern(3), 100);
      yield pause(phaseMs);
      sentMs = rig.nowMs;
      yield* rig.echoed(connection, pattern(3), 100);
      yield* rig.until('the probe', () => commands(rig, 'SEND_KEEP') > 0, 20_000);
    });
    // The peer's frame takes a moment; the counter's milliseconds are whole ones.
    expect(rig.nowMs - sentMs).toBeGreaterThanOrEqual(FIRST_MS - 1);
    expect(rig.nowMs - sentMs).toBeLessThanOrEqual(FIRST_MS + POLLS_MS + 1);
  });
});

test('explain and the README say so', async () => {
  const text = JSON.stringify({ chip: 'W5500', ...guest('hal'), keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 } });
  const parsed = parseSpec(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const plan = planOfText(text);
  expect(explainText(plan, parsed.value, []).replace(/\s+/g, ' ')).toContain(
    'first probe 14 s after the last data: NO_DATA_PERIOD 10 + KA_SEND_PERIOD 5 - 1, from the poll that finds the data',
  );
  const readme = render(plan).find(({ path }) => path === 'README.md')?.text;
  expect(readme).toContain('| first probe after the last data | 14 s, counted from the call that finds the data |');
});

describe('polls that come late', () => {
  test.each([50, 250, 900])('one in %d ms: the first probe is late by one of them at most', async (everyMs) => {
    const { first, whole, reason } = deathOf(
      await built({ chip: 'W5500', ...guest('custom'), ...PROBES, callEveryMs: everyMs }),
      500,
    );
    expect(reason).toBe('probe-timeout');
    // What was sent back was seen a poll later at the latest, and the probe leaves in the next one after it was due.
    expect(first).toBeGreaterThan(FIRST_MS - everyMs - POLL_MS);
    expect(first).toBeLessThan(FIRST_MS + 2 * everyMs + POLL_MS);
    expect(whole).toBeLessThan(FIRST_MS + TCP_TIMEOUT_MS + 4 * everyMs + 2 * POLL_MS);
  });

  test('months of a slow loop: a socket that closed without an event is seen at once', async () => {
    // From 2 s on the counter passes 100 s from one poll to the next, and half of its range in 22 s.
    const fast = (bench: string): string =>
      bench.replace('return ms;', 'return (ms < 2000U) ? ms : 2000U + (ms - 2000U) * 100000U;');
    const firmware = await onBoard({ ...NO_PROBES, sendTimeoutS: null }, fast);
    const rig = play(firmware, function* (rig) {
      for (const atS of [1.9, 20, 24, 30, 41, 45]) {
        const connection = yield* rig.connected(rig.peer(), 1000);
        yield pause(atS * 1000 - rig.nowMs);
        connection.abort(); // RST raises no event
        yield pause(100);
      }
    });
    expect(endsOf(rig).map(({ reason }) => reason)).toEqual(Array(6).fill('reset'));
  });

  test('a pause of many periods asks for one probe', async () => {
    const away = `        if (ms > 8000U && ms < 8100U) {
            while (ms < 30000U) {
                kw_port_wait();
            }
        }
        (void)kw_loop_poll();`;
    const firmware = await onBoard(PROBES, (bench) => bench.replace('        (void)kw_loop_poll();', away));
    let afterPause = 0;
    const rig = play(firmware, function* (rig) {
      const connection = yield* rig.connected(rig.peer(), 3000);
      yield* rig.echoed(connection, pattern(3), 3000);
      yield pause(29_900 - rig.nowMs);
      const before = commands(rig, 'SEND_KEEP');
      yield pause(1500);
      afterPause = commands(rig, 'SEND_KEEP') - before;
      yield pause(3000);
      expect(isOver(connection)).toBe(false);
    });
    expect(afterPause).toBe(1);
    expect(endsOf(rig)).toEqual([]);
  });
});

test('a counter that moves by 10 ms, as HAL_GetTick may', async () => {
  const coarse = (bench: string): string => bench.replace('return ms;', 'return ms - ms % 10U;');
  const { first, reason } = deathOf(await onBoard(PROBES, coarse), 500);
  expect(reason).toBe('probe-timeout');
  expect(Math.abs(first - FIRST_MS)).toBeLessThan(10 + POLL_MS);
});
