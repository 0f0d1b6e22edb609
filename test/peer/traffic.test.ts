/** `keepwire peer` where the device does not echo. In virtual time: times are exact. */
import { describe, expect, test } from 'vitest';
import { CLIENT, LEAST } from './specs.ts';
import { StreamBench } from './stream-bench.ts';
import type { DeviceEnd } from './stream-connection.ts';

const STATUS = { say: { text: 'status\n' }, expect: { pattern: "'up ' [30-39]{1,5} 0A" }, withinMs: 500 };
const VALUE = { hear: { pattern: "'T=' [30-39]{1,3} 0A" }, answer: { text: 'ok\n' } };
const talking = (...dialogue: readonly unknown[]) => ({ ...LEAST, traffic: { dialogue } });

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const bytes = (words: string): Uint8Array => new TextEncoder().encode(words);

/** Answers each line, a byte at a time. */
function answering(answer: string): (socket: DeviceEnd) => void {
  return (socket) => {
    socket.onData = () => {
      for (const byte of bytes(answer)) socket.write(Uint8Array.of(byte));
    };
  };
}

describe('a dialogue', () => {
  test('is begun each S seconds, and its answers are timed', () => {
    const bench = new StreamBench();
    const running = bench.peer(talking(STATUS), '--every', '2', '--for', '5');
    const heard: string[] = [];
    bench.device((socket) => {
      socket.onData = (data) => {
        heard.push(text(data));
        socket.write(bytes('up 1\n'));
      };
    });
    running.start();
    expect(running.ended()).toBe(0);
    expect(heard).toEqual(['status\n', 'status\n', 'status\n']);
    expect(running.text.match(/socket 0: answer after 2\.0 ms/g)).toHaveLength(3);
    expect(running.text).toMatch(/1 connection \(1 stopped\); 3 round trips: min 2\.0 ms/);
  });

  test('with --every 0 the peer begins nothing, and answers a device that speaks first', () => {
    const bench = new StreamBench();
    const running = bench.peer(talking(VALUE, { ...STATUS, everyS: 1 }), '--every', '0', '--for', '5');
    const heard: string[] = [];
    bench.device((socket) => {
      socket.onData = (data) => heard.push(text(data));
      for (const part of ['T=', '12', '\nT', '=3\n']) socket.write(bytes(part));
    });
    running.start();
    expect(running.ended()).toBe(0);
    expect(heard).toEqual(['ok\n', 'ok\n']);
    expect(running.text.match(/socket 0: heard as the dialogue says/g)).toHaveLength(2);
  });

  test('an answer that differs is reported, and the connection stays', () => {
    const bench = new StreamBench();
    const running = bench.peer(talking(STATUS), '--every', '2', '--for', '3');
    bench.device(answering('up x\n'));
    running.start();
    expect(running.ended()).toBe(0);
    expect(running.text).toMatch(/answer-differs: byte 3 of what the device says is 0x78; .* expects 0x30 to 0x39/);
    expect(running.text).not.toContain('lost');
  });

  test.each([
    [499, /answer after 500\.0 ms/],
    [500, /answer-differs: no byte of the answer came .*; it was due within 500 ms/],
  ])('an answer %i ms after the question arrives', (ms, line) => {
    const bench = new StreamBench();
    const running = bench.peer(talking(STATUS), '--every', '2', '--for', '1');
    bench.device((socket) => {
      socket.onData = () => bench.network.clock.after((ms - 1) * 1_000_000, () => socket.write(bytes('up 1\n')));
    });
    running.start();
    running.seen(line);
  });

  test('a device that answers nothing is given up after 10 s, as one that swallows echoes', () => {
    const bench = new StreamBench();
    const running = bench.peer(talking(STATUS), '--every', '2', '--for', '30');
    bench.device(() => {});
    running.start();
    running.seen(/10\.\d{3} s {2}socket 0: the device is silent: its answer is overdue/);
    running.seen(/connection lost after 10\.\d{3} s/);
  });

  test('a client of the device is served too', async () => {
    const bench = new StreamBench();
    const running = bench.peer({ ...CLIENT, traffic: { dialogue: [STATUS] } }, '--for', '3');
    await running.listen();
    running.start();
    const device = bench.dial();
    device.onData = () => device.write(bytes('up 7\n'));
    running.seen(/answer after/);
  });
});

describe('"none"', () => {
  test('nothing is said, and nothing is judged', () => {
    const bench = new StreamBench();
    const running = bench.peer({ ...LEAST, traffic: 'none' }, '--every', '1', '--for', '40');
    const heard: string[] = [];
    bench.device((socket) => {
      socket.onData = (data) => heard.push(text(data));
      socket.write(bytes('anything'));
    });
    running.start();
    expect(running.ended()).toBe(0);
    expect([heard, running.text]).toEqual([[], expect.not.stringContaining('silent')]);
  });

  test('methods still get what they need', () => {
    const bench = new StreamBench();
    const spec = { ...LEAST, traffic: 'none', idle: { closeAfterS: 3 } };
    const running = bench.peer(spec, '--for', '5');
    let count = 0;
    bench.device((socket) => {
      socket.onData = () => count++;
    });
    running.start();
    running.ended();
    expect(count).toBeGreaterThan(2);
  });
});

test('a test of the cable warns where nobody may send', () => {
  const lines = (more: object) => {
    const bench = new StreamBench();
    return bench.peer({ ...LEAST, traffic: 'none', ...more }, '--expect-within', '60').text;
  };
  expect(lines({})).toContain('This peer sends nothing');
  expect(lines({ primer: { text: 'hi' } })).not.toContain('This peer sends nothing');
  expect(lines({ traffic: 'echo' })).not.toContain('This peer sends nothing');
});

describe('--expect-within with a dialogue', () => {
  function armed() {
    const bench = new StreamBench();
    const running = bench.peer(talking(STATUS), '--every', '1', '--expect-within', '60');
    const state = { isGone: false };
    const listening = bench.device((socket) => {
      listening.close();
      socket.onData = () => {
        if (!state.isGone) socket.write(bytes('up 1\n'));
      };
    });
    running.start();
    running.seen(/armed/);
    bench.pass(5000 - bench.nowMs);
    state.isGone = true;
    running.type('cut');
    running.seen(/cable cut/);
    bench.pass(20_000);
    return { bench, running };
  }

  test('a new connection works with its first answer', () => {
    const { bench, running } = armed();
    bench.device(answering('up 2\n'));
    running.seen(/PASS: a new connection works 20\.\d{3} s after the outage began/);
    expect(running.ended()).toBe(0);
  });

  test('and does not without one', () => {
    const { bench, running } = armed();
    bench.device(() => {});
    running.seen(/FAIL: a new connection was established, but no answer of the dialogue came on it/);
    expect(running.ended()).toBe(1);
  });
});
