/** What `keepwire peer --expect-within` shows during an outage, in virtual time, with and without a terminal. */
import { describe, expect, test } from 'vitest';
import { recordedIo } from '../cli/recorded-io.ts';
import { screenIo } from '../cli/screen.ts';
import { LEAST } from './specs.ts';
import { echoing, StreamBench } from './stream-bench.ts';

/** Armed within 5 s; the path is away from 5000 ms on. The bound of the spec is 18.014 s. */
function cut<Printed extends ReturnType<typeof recordedIo>>(io: Printed, withinS: number, ...words: string[]) {
  const bench = new StreamBench();
  const running = bench.peerOn(io, LEAST, '--every', '1', '--expect-within', `${withinS}`, ...words);
  let isMute = false;
  const listening = bench.device((socket) => {
    listening.close();
    socket.onData = (bytes) => void (isMute || socket.write(bytes));
  });
  running.start();
  bench.until(
    () => /armed/.test(running.text),
    () => running.text,
  );
  bench.pass(5000 - bench.nowMs);
  isMute = true;
  running.type('cut');
  return { bench, running, io, at: (ms: number) => bench.pass(5000 + ms - bench.nowMs) };
}

/** The lines from the cut on, without the connections that the peer closes at its end. */
function sinceCut(lines: readonly string[]): readonly string[] {
  const from = lines.findIndex((line) => line.endsWith('cable cut'));
  return lines.slice(from).map((line) => line.trim());
}

describe('on a terminal', () => {
  test('one line counts down to the moment when the cable is to be reconnected', () => {
    const { at, io } = cut(screenIo(), 60);
    expect(io.last).toBe('    5.000 s  leave the cable disconnected; reconnect it in 19 s');
    const lines = io.screen.length;
    at(1014);
    expect(io.last).toBe('    5.015 s  leave the cable disconnected; reconnect it in 18 s');
    at(1015);
    expect(io.last).toBe('    6.015 s  leave the cable disconnected; reconnect it in 17 s');
    at(18_014);
    expect(io.last).toBe('   22.015 s  leave the cable disconnected; reconnect it in 1 s');
    at(18_015);
    expect(io.last).toBe('   23.015 s  reconnect the cable now; a new connection must work within 42 s');
    at(30_000);
    expect(io.last).toBe('   34.001 s  reconnect the cable now; a new connection must work within 31 s');
    at(30_001);
    expect(io.last).toBe('   35.001 s  reconnect the cable now; a new connection must work within 30 s');
    // Beside it: the first failed attempt, and that the echo under way is overdue.
    expect(io.screen).toHaveLength(lines + 2);
  });

  test('its end is the count of the failed attempts, and the verdict', () => {
    const { at, bench, running, io } = cut(screenIo(), 60);
    at(20_000);
    bench.device(echoing);
    expect(running.ended()).toBe(0);
    const lines = sinceCut(io.screen);
    expect(lines.filter((line) => /refused/.test(line))).toEqual([
      expect.stringMatching(/socket 0: connect refused: no free socket listens on this port$/),
      // One each 500 ms and 2 ms for its answer.
      expect.stringMatching(/s {2}failed attempts to connect: 40 refused$/),
    ]);
    expect(lines.some((line) => /leave the cable|reconnect the cable now/.test(line))).toBe(false);
    expect(io.screen.some((line) => /PASS: a new connection works/.test(line))).toBe(true);
  });

  test('data that was still under way moves the moment', () => {
    const bench = new StreamBench();
    const io = screenIo();
    const running = bench.peerOn(io, LEAST, '--every', '1', '--expect-within', '60');
    const held: (() => void)[] = [];
    let isMute = false;
    const listening = bench.device((socket) => {
      listening.close();
      socket.onData = (bytes) => (isMute ? void held.push(() => socket.write(bytes)) : socket.write(bytes));
    });
    running.start();
    bench.pass(4999);
    isMute = true;
    bench.pass(1);
    running.type('cut');
    bench.pass(1500);
    expect(held).toHaveLength(1);
    for (const write of held) write();
    bench.pass(5000 + 18_014 - bench.nowMs);
    expect(io.last).toMatch(/leave the cable disconnected; reconnect it in 2 s$/);
    bench.pass(1503);
    expect(io.last).toMatch(/reconnect the cable now/);
  });

  test('a limit below the bound leaves no time to wait', () => {
    const { io, running } = cut(screenIo(), 3);
    expect(io.last).toBe('    5.000 s  reconnect the cable now; a new connection must work within 3 s');
    expect(running.ended()).toBe(1);
  });

  test('a user who quits leaves no line behind', () => {
    const { io, running } = cut(screenIo(), 60);
    running.type('q');
    expect(running.ended()).toBe(1);
    expect(io.screen.filter((line) => /leave the cable/.test(line))).toEqual([]);
    expect(io.last).toMatch(/^Ended after/);
  });

  test('a narrow terminal is not wrapped', () => {
    const { io } = cut(screenIo(60), 60);
    expect(io.last).toBe('    5.000 s  leave the cable disconnected; reconnect it in ');
    expect(io.last.length).toBeLessThan(60);
  });

  test('with --json nothing but the document is on stdout', () => {
    const { io, running } = cut(screenIo(), 3, '--json');
    expect(running.ended()).toBe(1);
    expect(JSON.parse(io.stdout.join('\n')).ok).toBe(false);
    expect(io.stderr).toContain('reconnect the cable now; a new connection must work within 3 s');
  });
});

describe('without a terminal', () => {
  test('a line at the start, and one when the cable is to be reconnected', () => {
    const { at, bench, running, io } = cut(recordedIo(), 60);
    at(40_000);
    bench.device(echoing);
    expect(running.ended()).toBe(0);
    const lines = sinceCut(io.stdout);
    expect(lines.slice(0, -1)).toEqual([
      '5.000 s  cable cut',
      '5.000 s  leave the cable disconnected; reconnect it in 19 s',
      expect.stringMatching(/socket 0: connect refused/),
      expect.stringMatching(/socket 0: the device is silent: its echo is overdue$/),
      '23.015 s  reconnect the cable now; a new connection must work within 42 s',
      expect.stringMatching(/socket 0: connected/),
      expect.stringMatching(/socket 0: echo after/),
      expect.stringMatching(/failed attempts to connect: 80 refused$/),
      expect.stringMatching(/PASS: a new connection works/),
      expect.stringMatching(/connection ended/),
      expect.stringMatching(/connection ended/),
      '',
    ]);
  });
});

describe('silence of the peer alone', () => {
  const spec = { ...LEAST, ask: { text: 'you?', answer: { text: 'yes' }, afterIdleS: 1, withinS: 1, tries: 1 } };

  test('the line says how long the device still has', () => {
    const bench = new StreamBench();
    const io = screenIo();
    const running = bench.peerOn(io, spec, '--every', '1', '--expect-within', '5', '--outage', 'silence');
    bench.device(echoing);
    running.start();
    bench.until(
      () => /waiting for the device/.test(io.last),
      () => io.screen.join('\n'),
    );
    expect(io.last).toMatch(/waiting for the device to end the connection, at most 5 s$/);
    bench.pass(3500);
    expect(io.last).toMatch(/waiting for the device to end the connection, at most 2 s$/);
    expect(running.ended()).toBe(1);
  });
});
