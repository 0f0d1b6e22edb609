/** `keepwire peer --expect-within` in virtual time, against devices of the test's own. Times are exact. */
import { describe, expect, test } from 'vitest';
import { CLIENT, LEAST } from './specs.ts';
import { type BenchPeer, echoing, StreamBench } from './stream-bench.ts';
import type { DeviceEnd } from './stream-connection.ts';
import { StreamNetwork } from './stream-network.ts';
import { VirtualPeer } from './virtual-peer.ts';

/** A device with one socket: while it is taken nobody else gets in. */
class OneSocketDevice {
  /** Does not echo what comes in this state, but later. */
  isMute = false;
  readonly #bench: StreamBench;
  readonly #held: Uint8Array[] = [];
  #socket: DeviceEnd | null = null;

  constructor(bench: StreamBench) {
    this.#bench = bench;
    const listening = bench.device((socket) => {
      listening.close();
      this.#socket = socket;
      socket.onData = (bytes) => {
        if (this.isMute) this.#held.push(bytes);
        else socket.write(bytes);
      };
    });
  }

  unmute(): void {
    this.isMute = false;
    for (const bytes of this.#held.splice(0)) this.#socket?.write(bytes);
  }

  /** Gives the old connection up without a word and listens again. */
  listenAgain(serve: (socket: DeviceEnd) => void = echoing): void {
    this.#bench.device(serve);
  }
}

function begin(spec: object, withinS: number, ...words: readonly string[]) {
  const bench = new StreamBench();
  const running = bench.peer(spec, '--every', '1', '--expect-within', `${withinS}`, ...words);
  return { bench, running };
}

/** Armed at 4 ms, with the path away and the command given at 5000 ms. */
function cut(withinS: number): {
  readonly bench: StreamBench;
  readonly running: BenchPeer;
  readonly device: OneSocketDevice;
} {
  const { bench, running } = begin(LEAST, withinS);
  const device = new OneSocketDevice(bench);
  running.start();
  running.seen(/armed/);
  bench.pass(5000 - bench.nowMs);
  device.isMute = true;
  running.type('cut');
  running.seen(/ {4}5\.000 s {2}cable cut$/);
  return { bench, running, device };
}

describe('the cable', () => {
  test('cut and back in time, and the device listens again: exit code 0', () => {
    const { bench, running, device } = cut(60);
    expect(running.lines).toContain("The plan's bound for a cut cable is 18.014 s; limit 60.000 s.");
    expect(running.text).toContain(
      "armed: press Enter and disconnect the device's cable; reconnect it after 18.014 s and before 60.000 s",
    );
    running.seen(/connect refused/);
    bench.pass(50_000 - bench.nowMs);
    device.listenAgain();
    // An attempt each 500 ms: 2 ms for its answer, and 2 ms more for the echo.
    running.seen(/50\.\d{3} s {2}PASS: a new connection works 45\.\d{3} s after the outage began \(limit 60\.000 s\)$/);
    expect(running.ended()).toBe(0);
  });

  test('a device with a free socket, of which nothing was cut: exit code 1', () => {
    const { bench, running } = begin(LEAST, 60);
    bench.device(echoing);
    running.start();
    running.seen(/armed/);
    running.type('cut');
    running.seen(/FAIL: no outage: a new connection worked 0\.\d{3} s after the cut, while the old one was still open/);
    expect(running.ended()).toBe(1);
  });

  test('a limit below the bound is pointed out', () => {
    const { running } = cut(3);
    expect(running.lines[1]).toBe(
      "The plan's bound for a cut cable is 18.014 s; limit 3.000 s. " +
        "The limit is below the plan's bound: a correct device may fail.",
    );
    expect(running.text).toContain("armed: press Enter and disconnect the device's cable; reconnect it before 3.000 s");
  });

  test('the bound is that of the slowest socket', () => {
    const quick = { keepalive: { NO_DATA_PERIOD: 1, KA_SEND_PERIOD: 1 } };
    for (const sockets of [
      [{ port: 5000 }, { port: 6000, ...quick }],
      [{ port: 5000, ...quick }, { port: 6000 }],
    ]) {
      const { peerClock: clock, transport } = new StreamNetwork();
      const running = new VirtualPeer({ ...LEAST, sockets }, ['--expect-within', '60'], { clock, transport });
      expect(running.lines.at(-1)).toMatch(/^The plan's bound for a cut cable is 18\.\d{3} s; limit 60\.000 s\.$/);
    }
  });

  test('the device holds the old connection for too long: exit code 1, and when it last refused', () => {
    const { bench, running } = cut(3);
    const verdict = running.seen(/FAIL: the device still refused a new connection /);
    const refusedS = Number(/connection ([\d.]+) s after the cut/.exec(verdict)?.[1]);
    expect(refusedS).toBeGreaterThan(2.4);
    expect(refusedS).toBeLessThanOrEqual(3);
    expect(bench.nowMs).toBe(8000);
    expect(running.ended()).toBe(1);
  });

  test('the path is back before the device has given up: exit code 1 at once', () => {
    const { bench, running, device } = cut(20);
    bench.pass(4000);
    device.unmute();
    running.seen(
      /FAIL: the old connection was still open 4\.001 s after the cut: the cable was reconnected too early$/,
    );
    expect(running.ended()).toBe(1);
  });

  test('an echo that was under way when the command came is no sign of it', () => {
    const { bench, running, device } = cut(20);
    bench.pass(1500);
    device.unmute();
    bench.pass(10);
    expect(running.found(/FAIL/)).toBeNull();
    expect(running.exitCode).toBeNull();
  });

  test('a new connection on which nothing comes back is none', () => {
    const { bench, running, device } = cut(3);
    device.listenAgain(() => {});
    running.seen(/connected/);
    running.seen(/FAIL: a new connection was established, but no echo came back on it \(limit 3\.000 s\)$/);
    expect(bench.nowMs).toBe(8000);
    expect(running.ended()).toBe(1);
  });

  test('a device that answers nothing at all', () => {
    const { bench, running } = cut(10);
    bench.network.isCut = true;
    running.seen(/connect timed out/);
    running.seen(/FAIL: nothing received from the device for 10\.000 s after the cut\. Was the cable reconnected/);
    expect(running.ended()).toBe(1);
  });

  test('nobody says that it is cut: time counts from the last data received', () => {
    const { bench, running } = begin(LEAST, 8, '--json');
    const device = new OneSocketDevice(bench);
    running.start();
    bench.pass(2500);
    device.isMute = true;
    bench.pass(5000);
    device.listenAgain();
    expect(running.ended()).toBe(0);
    const { ok, verdict, connections } = JSON.parse(running.lines.join('\n'));
    // The last echo came at 2004 ms; at 4002 ms the next one was 1 s overdue, a quarter of the limit.
    expect(running.stderr).toContain('outage: time counts from the last data received, at 2.004 s');
    expect({ ok, verdict }).toEqual({ ok: true, verdict: { ok: true, tookMs: expect.any(Number) } });
    expect(verdict.tookMs).toBeGreaterThanOrEqual(7500 - 2004);
    expect(verdict.tookMs).toBeLessThanOrEqual(7500 - 2004 + 500 + 4);
    expect(connections).toHaveLength(2);
  });

  test('a hiccup is no outage: the same connection goes on, and the test too', () => {
    const { bench, running } = begin(LEAST, 8);
    const device = new OneSocketDevice(bench);
    running.start();
    running.seen(/armed/);
    device.isMute = true;
    // A quarter of the limit after the unanswered echo of 1002 ms.
    running.seen(/ {4}3\.002 s {2}outage: time counts/);
    device.unmute();
    running.seen(/data on the old connection after \d\.\d{3} s: not an outage$/);
    running.seen(/echo after/);
    running.type('q');
    running.seen(/FAIL: ended before there was a verdict/);
    expect(running.ended()).toBe(1);
  });

  test('a device that is a client passes by connecting again', async () => {
    const { bench, running } = begin(CLIENT, 20);
    await running.listen();
    running.start();
    let isMute = false;
    const first = bench.dial();
    first.onData = (bytes) => void (isMute || first.write(bytes));
    running.seen(/armed/);
    isMute = true;
    running.type('');
    running.seen(/cable cut$/);
    bench.pass(1000);
    echoing(bench.dial());
    running.seen(/PASS: a new connection works 1\.002 s after/);
    expect(running.ended()).toBe(0);
  });

  test('nothing can be cut before it works', () => {
    const { running } = begin(LEAST, 9);
    running.start();
    running.seen(/connect refused/);
    running.type('cut');
    running.seen(/not armed: not all connections work yet$/);
    running.type('q');
    expect(running.ended()).toBe(1);
  });
});

describe('silence of the peer alone', () => {
  const spec = { ...LEAST, ask: { text: 'you?', answer: { text: 'yes' }, afterIdleS: 1, withinS: 1, tries: 1 } };

  test('the device asks, gets no answer, and ends the connection: exit code 0', () => {
    const { bench, running } = begin(spec, 5, '--outage', 'silence');
    const device = bench.device((socket) => {
      echoing(socket);
      bench.network.later(1000, () => socket.write('you?'));
      bench.network.later(2000, () => socket.end());
    });
    running.start();
    running.seen(/The plan's bound for a silent peer is 2\.\d+ s; limit 5\.000 s\.$/);
    running.seen(/this peer sends no more data; only its kernel answers$/);
    running.seen(/socket 0: question not answered$/);
    running.seen(/PASS: the device ended the connection 1\.999 s after the outage began \(limit 5\.000 s\)$/);
    expect(running.ended()).toBe(0);
    // One echo, and not a byte since.
    expect(device.sockets[0]?.received).toHaveLength(8);
  });

  test('the device holds on: exit code 1', () => {
    const { bench, running } = begin(spec, 3, '--outage', 'silence');
    bench.device((socket) => {
      echoing(socket);
      for (let ms = 500; ms < 5000; ms += 500) bench.network.later(ms, () => socket.write('you?'));
    });
    running.start();
    running.seen(/socket 0: question not answered$/);
    running.seen(/3\.004 s {2}FAIL: the device had not ended the connection 3\.000 s after this peer fell silent$/);
    expect(running.ended()).toBe(1);
  });
});
