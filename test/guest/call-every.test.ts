/** What the pace of the user's loop means for the plan: the watchdog, what the device sends, the words. */
import { describe, expect, test } from 'vitest';
import { planText } from '../../generator/cli/plan-text.ts';
import { benchFiles } from '../../generator/emit/bench.ts';
import { render } from '../../generator/emit/render.ts';
import { explainText } from '../../generator/explain/explain.ts';
import { PLAIN } from '../../scripts/bench/options.ts';
import { planOfText } from '../firmware/examples.ts';
import { GUESTS, type Guest, guest } from './specs.ts';

/** A tick, and the chunks of two sockets in and out: 4 x 1,500 bytes of 1.44 us at 18 MHz and 72 MHz. */
const spec = (platform: Guest, more: object): string => JSON.stringify({ ...PLAIN, ...guest(platform), ...more });
const POLL_MS = 1 + 9;
/** HAL's limit of 1,460 bytes: 100 ms and 1 ms for each 25 bytes. */
const STUCK_MS = 100 + 58;

function problemsOf(text: string): readonly { readonly pointer: string; readonly message: string }[] {
  const planned = planText(text, { defaultName: 'device' });
  return planned.ok ? [] : planned.problems;
}

describe('a watchdog is longer than the time from one feeding to the next', () => {
  test.each([
    ['custom', 1000, 1000 + POLL_MS],
    ['hal', 1000, 1000 + POLL_MS + STUCK_MS],
    ['hal', 900, 900 + POLL_MS + STUCK_MS],
  ] as const)('%s, %d ms: %d ms are too short, one more is enough', (platform, callEveryMs, longestMs) => {
    const [problem, ...others] = problemsOf(spec(platform, { callEveryMs, watchdog: { timeoutMs: longestMs } }));
    expect(others).toEqual([]);
    expect(problem?.pointer).toBe('/watchdog/timeoutMs');
    expect(problem?.message).toContain(
      `Found ${longestMs} ms, but a poll with one socket and SPI at 18 MHz and the pause before it`,
    );
    expect(problem?.message).toContain(`Set more than ${longestMs} ms, or a shorter "callEveryMs"`);
    expect(problemsOf(spec(platform, { callEveryMs, watchdog: { timeoutMs: longestMs + 1 } }))).toEqual([]);
  });

  test('without a reset pin the fault is followed by two writes of MR, which may stand still too', () => {
    const text = JSON.stringify({ ...PLAIN, ...guest('hal', { reset: null }), callEveryMs: 1000 });
    expect(planOfText(text).loop).toMatchObject({ stuckMs: 358, longestPollMs: 1000 + POLL_MS + 358 });
  });
});

test.each([
  ['heartbeat.send.everyS', { heartbeat: { send: { text: 'device', everyS: 2 } } }, 500],
  ['ask.withinS', { ask: { text: 'there?', afterIdleS: 9, withinS: 3 } }, 750],
  [
    'websocket.ping.withinS',
    { sockets: [{ port: 80, protocol: 'websocket', websocket: { ping: { afterIdleS: 9, withinS: 1 } } }] },
    250,
  ],
])('a pause is at most a quarter of %s', (key, more, mostMs) => {
  const [problem] = problemsOf(spec('custom', { ...more, callEveryMs: mostMs + 1 }));
  expect(problem?.pointer).toBe('/callEveryMs');
  expect(problem?.message).toContain(`Found ${mostMs + 1} ms, but the firmware needs 4 calls within ${key}`);
  expect(problem?.message).toContain(`Set "callEveryMs" to ${mostMs} or less, or a longer ${key}.`);
  expect(problemsOf(spec('custom', { ...more, callEveryMs: mostMs }))).toEqual([]);
});

test('10 ms where nothing is said, and no pause where the firmware has a main loop of its own', () => {
  for (const platform of GUESTS) expect(planOfText(spec(platform, {})).loop.callEveryMs).toBe(10);
  expect(planOfText(JSON.stringify({ ...PLAIN, chip: 'W5500' })).loop.callEveryMs).toBeNull();
});

test('the longest pause makes no line too long', () => {
  for (const { path, text } of render(planOfText(spec('hal', { callEveryMs: 1000 })))) {
    if (path.endsWith('.h')) expect(Math.max(...text.split('\n').map(({ length }) => length)), path).toBeLessThan(121);
  }
});

test.each([
  [1, 1000, 'at most 1008 ms a round', 'each socket every 1008 ms'],
  [8, 10, 'at most 74 ms a round', 'each socket every 74 ms'],
])('the sweep of %d sockets at %d ms, in explain and where INTn is not wired', (count, callEveryMs, round, asked) => {
  const sockets = [{ port: 5000, count, rxKiB: 1, txKiB: 1 }];
  const text = JSON.stringify({ ...PLAIN, ...guest('custom', { interrupt: null }), sockets, callEveryMs });
  const planned = planText(text, { defaultName: 'device' });
  if (!planned.ok) throw new Error(JSON.stringify(planned.problems));
  const said = explainText(planned.value.plan, planned.value.spec, []).replace(/\s+/g, ' ');
  expect(said).toContain(`polling ${round} the registers of one socket are read each 8 ms, also without INTn`);
  expect(said).toContain(`${count} in use, and a pause between two calls`);
  expect(said).toContain(asked);
});

test.each(GUESTS)('%s: explain, kw_loop.h, README.md and the simulated board name the pace', (platform) => {
  const text = spec(platform, { callEveryMs: 250 });
  const planned = planText(text, { defaultName: 'device' });
  if (!planned.ok) throw new Error(JSON.stringify(planned.problems));
  const { plan, spec: whole } = planned.value;
  const said = explainText(plan, whole, []).replace(/\s+/g, ' ');
  expect(said).toContain('calls at most 250 ms apart of kw_loop_poll by your loop');
  expect(said.includes('stuck transfer 158 ms')).toBe(platform === 'hal');
  const files = new Map([...render(plan), ...benchFiles(plan)].map(({ path, text }) => [path, text]));
  expect(files.get('kw_loop.h')).toContain('Call it again at most 250 ms after it has returned');
  expect(files.get('kw_loop.h')).toContain('With an RTOS one task calls all of them.');
  expect(files.get('README.md')).toContain('| at most 250 ms after it has returned |');
  expect(files.get('README.md')).toContain('with a delay of at most 250 ms between two calls');
  expect(files.get('kw_bench.c')).toContain('(uint32_t)(ms - returned_ms) < 250U');
});

test('iolibrary-owned: explain says what its times rest on', () => {
  const said = (platform: Guest): string => {
    const planned = planText(spec(platform, {}), { defaultName: 'device' });
    if (!planned.ok) throw new Error(JSON.stringify(planned.problems));
    return explainText(planned.value.plan, planned.value.spec, []).replace(/\s+/g, ' ');
  };
  const words =
    'moves 1460 bytes in one call: register reg_wizchip_spiburst_cbfunc. Without it ioLibrary calls your function for each byte';
  expect(said('iolibrary-owned')).toContain(words);
  for (const platform of ['hal', 'custom'] as const) expect(said(platform)).not.toContain('spiburst');
});
