/** The far side of a chip check on the TCP of this machine, with a device of the test's own on the loopback. */
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pass } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { CheckFarSide } from '../../peer/chip-check/far-side.ts';
import { nodeCheckTransport } from '../../peer/chip-check/node/transport.ts';
import { orderOf } from '../../peer/chip-check/script.ts';
import { nodeClock } from '../../peer/environment/node/clock.ts';
import { LOOPBACK } from './loopback.ts';

/** A port, and the next one, that servers of this test listen on. */
async function neighbours(): Promise<{ readonly control: Server; readonly tested: Server; readonly port: number }> {
  for (;;) {
    const options = { allowHalfOpen: true };
    const [control, tested] = [createServer(options), createServer(options)];
    control.listen(0, LOOPBACK);
    await once(control, 'listening');
    const address = control.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const isFree = await new Promise<boolean>((resolve) => {
      tested.once('error', () => resolve(false)).listen(port + 1, LOOPBACK, () => resolve(true));
    });
    if (isFree) return { control, tested, port };
    control.close();
  }
}

/** An error does not reject it, as it does `once`. */
function closedOf(socket: Socket): Promise<void> {
  return new Promise((resolve) => void socket.once('close', () => resolve()));
}

/** The device's ends of the control connection and of the one that an order has brought. */
interface Bench {
  readonly control: Socket;
  readonly port: number;
  readonly orders: readonly string[];
  order(line: string): Promise<Socket>;
  answer(): Promise<string>;
  report(): Promise<string>;
}

async function bench(): Promise<Bench> {
  const { control: server, tested, port } = await neighbours();
  const orders: string[] = [];
  let tell = (_text: string): void => {};
  const reported = new Promise<string>((resolve) => {
    tell = resolve;
  });
  const device = { host: LOOPBACK, port };
  const farSide = new CheckFarSide({
    ...{ device, clock: nodeClock(), transport: nodeCheckTransport },
    onOrder: (line) => orders.push(line),
    onReport: tell,
  });
  farSide.start();
  const [control] = (await once(server, 'connection')) as [Socket];
  control.on('error', () => {});
  onTestFinished(() => {
    farSide.stop();
    for (const it of [server, tested]) it.close();
  });
  return {
    ...{ control, port, orders },
    order: async (line) => {
      control.write(`${line}\n`);
      const [socket] = (await once(tested, 'connection')) as [Socket];
      socket.on('error', () => {});
      return socket;
    },
    answer: async () => String((await once(control, 'data'))[0]),
    report: () => reported,
  };
}

describe('the far side', () => {
  test('connects, sends and resets, each at its time', async () => {
    const { order, orders } = await bench();
    const socket = await order('do connect send:10 wait:100 reset');
    const errors: string[] = [];
    socket.on('error', (error: NodeJS.ErrnoException) => errors.push(error.code ?? ''));
    const [bytes] = (await once(socket, 'data')) as [Buffer];
    const start = performance.now();
    await closedOf(socket);
    expect({ length: bytes.length, errors }).toEqual({ length: 10, errors: ['ECONNRESET'] });
    expect(performance.now() - start).toBeGreaterThan(80);
    expect(orders).toEqual(['do connect send:10 wait:100 reset']);
  });

  test('answers a FIN with its own, but for hold', async () => {
    const { order } = await bench();
    const closing = await order('do connect');
    closing.resume().end();
    await once(closing, 'end');
    const held = await order('do connect hold');
    let isEnded = false;
    held.resume().on('end', () => {
      isEnded = true;
    });
    held.end();
    await pass(300);
    expect(isEnded).toBe(false);
  });

  test('does not read while it pauses: the window closes', async () => {
    const { order } = await bench();
    const socket = await order('do connect pause');
    const flushed = new Promise<string>((resolve) => {
      socket.write(new Uint8Array(32 * 1_048_576), () => resolve('all was taken'));
    });
    expect(await Promise.race([flushed, pass(500, 'it waits')])).toBe('it waits');
    socket.destroy();
  });

  test('ends the connection before when a new one is ordered', async () => {
    const { order } = await bench();
    const first = await order('do connect');
    const closed = closedOf(first.resume());
    await order('do connect');
    await closed;
  });

  test('says whether ICMP calls a UDP port unreachable, and what it cannot do', async ({ skip }) => {
    skip(process.platform !== 'linux', 'only Linux is known to tell a socket of ICMP at once');
    const { control, answer } = await bench();
    control.write('do udp\n');
    expect(await answer()).toBe('got unreachable=1\n');
    for (const order of ['stray', 'impossible', 'raw-connect', 'raw-reset', 'raw-octet', 'raw-sequence']) {
      control.write(`do ${order}\n`);
      expect(await answer()).toBe('cannot\n');
    }
  });

  test('gives the report when its last line has come, in whatever pieces', async () => {
    const { control, report } = await bench();
    const text =
      'keepwire chip-check 1 W5500 spec=a keepwire=1\ncheck=a b=1\nkeepwire chip-check end checks=1 crc32=0x0\n';
    for (const piece of [text.slice(0, 10), text.slice(10, 60), text.slice(60)]) {
      control.write(piece);
      await pass(20);
    }
    expect(await report()).toBe(text);
  });
});

describe('an order', () => {
  test.each([
    ['do connect', { kind: 'connect', pauses: false, holds: false, steps: [] }],
    ['do connect pause', { kind: 'connect', pauses: true, holds: false, steps: [] }],
    [
      'do connect send:1 wait:20 reset',
      {
        ...{ kind: 'connect', pauses: false, holds: false },
        steps: [{ kind: 'send', bytes: 1 }, { kind: 'wait', ms: 20 }, { kind: 'reset' }],
      },
    ],
    ['do udp', { kind: 'udp' }],
    ['check=close turns=0', null],
    ['do connect send:999999', null],
    ['do connect fly', null],
    ['do udp twice', null],
    ['do', null],
  ])('%s', (line, order) => {
    expect(orderOf(line)).toEqual(order);
  });
});
