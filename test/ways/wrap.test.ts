/** Milliseconds since the start wrap after 49.7 days: every timer runs across that moment as at any other. */
import { beforeAll, describe, expect, test } from 'vitest';
import { render } from '../../generator/emit/render.ts';
import type { Connection } from '../../simulator/host/connection.ts';
import { BRISK, type Built, built, planOfText } from '../whole/firmware.ts';
import { pattern, pause } from '../whole/rig.ts';
import { endsOf, isOver, listen, NO_PROBES, play, text } from './rig.ts';

/** The wrap comes that long after the start. */
const WRAP_MS = 4000;

/** Firmware whose clock begins shortly before its end. */
function late(spec: object): Promise<Built> {
  const whole = { ...BRISK, chip: 'W5500', ...spec };
  const counting = render(planOfText(JSON.stringify(whole))).find(({ path }) => path === 'kw_keepalive.c')?.text ?? '';
  const changed = counting.replace(
    'static uint32_t volatile ms;',
    `static uint32_t volatile ms = ${2 ** 32 - WRAP_MS}U;`,
  );
  if (changed === counting) throw new Error('the clock is kept elsewhere');
  return built(whole, { 'kw_keepalive.c': changed });
}

test('the clock does wrap in these tests: what is read before it is larger than what is read after', async () => {
  const firmware = await late({ ...NO_PROBES, heartbeat: { send: { text: '.', everyS: 1 } } });
  const rig = play(firmware, function* (rig) {
    const connection = yield* rig.connected(rig.peer(), 1000);
    const startMs = rig.nowMs;
    const heard = listen(rig, connection);
    yield pause(WRAP_MS + 4000);
    for (const [index, { atMs }] of heard.entries())
      expect(Math.abs(atMs - startMs - 1000 * (index + 1))).toBeLessThan(20);
    expect(heard.length).toBeGreaterThanOrEqual(7);
  });
  expect(endsOf(rig)).toEqual([]);
});

describe('limits that end a connection, at both edges', () => {
  const limits = [
    ['idle', { idle: { closeAfterS: 5, checkEveryS: 1 } }, 5000],
    ['heartbeat-missed', { heartbeat: { expect: { withinS: 5 } } }, 5000],
    ['no-answer', { ask: { text: '?', afterIdleS: 3, withinS: 1, tries: 2 } }, 5000],
    ['local link', { link: { onDown: 'hold', holdS: 5 } }, 5000],
  ] as const;
  test.each(limits)('%s', async (reason, spec, limitMs) => {
    const firmware = await late({ ...NO_PROBES, ...spec });
    for (const beginMs of [300, 1500, 3900]) {
      const rig = play(firmware, function* (rig) {
        yield pause(beginMs);
        const connection = yield* rig.connected(rig.peer(), 1000);
        yield* rig.echoed(connection, pattern(3), 100);
        const fromMs = rig.nowMs;
        yield pause(50);
        if (reason === 'local link') rig.unplug();
        yield* rig.until('the end', () => endsOf(rig).length === 1, limitMs + 1200);
        expect(rig.nowMs - fromMs).toBeGreaterThan(limitMs - 120);
        if (reason === 'local link') return;
        expect(isOver(connection)).toBe(false);
        yield pause(5);
        expect(isOver(connection)).toBe(true);
      });
      expect(endsOf(rig)[0]?.reason).toBe(reason === 'local link' ? 'link-down' : reason);
    }
  });
});

describe('a client', () => {
  let firmware: Built;
  beforeAll(async () => {
    const reconnect = { firstMs: 1500, maxMs: 1500, factor: 1, jitter: 0 };
    firmware = await late({ sockets: [{ role: 'client', server: { ip: '192.168.1.101', port: 7000 }, reconnect }] });
  });

  test('waits as long as ever', () => {
    const rig = play(firmware, function* (rig) {
      const accepted: Connection[] = [];
      rig.peer().listen(7000, (connection) => void accepted.push(connection));
      let lastMs = 0;
      for (let count = 1; count <= 6; count++) {
        yield* rig.until('a connection', () => accepted.length === count, 1700);
        if (count > 1) expect(rig.nowMs - lastMs).toBeGreaterThan(1500);
        yield pause(30);
        lastMs = rig.nowMs;
        accepted[count - 1]?.abort();
      }
    });
    expect(endsOf(rig).length).toBeGreaterThanOrEqual(5);
  });
});

test('orderly stops, send timeouts and questions beside each other', async () => {
  const firmware = await late({
    ...NO_PROBES,
    sendTimeoutS: 3,
    retransmission: { timeoutMs: 1000, count: 8 },
    ask: { text: '?', afterIdleS: 2, withinS: 2, tries: 9 },
  });
  const rig = play(firmware, function* (rig) {
    yield pause(1000);
    const connection = yield* rig.connected(rig.peer(), 1000);
    yield pause(2500);
    expect(text(connection.received)).toBe('?');
    const peer = rig.peer();
    void peer;
    connection.autoRead = false;
    connection.send(pattern(2));
    yield pause(100);
    const fromMs = rig.nowMs;
    rig.unplug();
    connection.send(pattern(2));
    yield* rig.until('the end', () => endsOf(rig).length === 1, 5200);
    expect(rig.nowMs - fromMs).toBeGreaterThan(4800); // a question 2 s after the data, and 3 s more
  });
  expect(endsOf(rig)[0]?.reason).toBe('send-timeout');
});
