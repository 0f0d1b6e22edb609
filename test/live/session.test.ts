/** What holds device, wire, capture and user together, each in the test's hands. */
import { describe, expect, test } from 'vitest';
import { LiveError } from '../../live/network/live-error.ts';
import type { WireHandlers } from '../../live/network/wire.ts';
import { runSession, type SessionOptions } from '../../live/session.ts';
import type { DeviceThread } from '../../live/thread/device-thread.ts';
import type { Action, Batch, Ended } from '../../live/thread/messages.ts';
import type { TimelineEvent } from '../../simulator/timeline.ts';
import { tshark } from '../tshark.ts';

const FRAME = Uint8Array.from([...Array(6).fill(0xff), 2, 0, 0, 0, 0, 9, 0x88, 0xb5, 1, 2, 3]);
const BATCH: Batch = {
  kind: 'batch',
  events: [{ atNs: 5_000_000, kind: 'frame', from: 'device', summary: '', bytes: FRAME } satisfies TimelineEvent],
  frames: [FRAME],
  lostNs: 0,
};
const ENDED = { kind: 'ended', engine: 'host', result: { end: 'stopped' }, nowNs: 1, lostNs: 0 } as unknown as Ended;

/** A session whose parts write down what is done to them. */
function begin(change: Partial<SessionOptions> = {}) {
  const log: string[] = [];
  const captured: Uint8Array[] = [];
  const hooks: { wire?: WireHandlers; act?: (action: Action) => void; batch?: (batch: Batch) => void } = {};
  let end: (ended: Ended) => void = () => {};
  const device: DeviceThread = {
    start: (onBatch) => {
      log.push('power');
      hooks.batch = onBatch;
      return new Promise((resolve) => {
        end = resolve;
      });
    },
    receive: (frame) => void log.push(`device gets ${frame.length} bytes`),
    act: (action) => void log.push(`device: ${action}`),
    terminate: async () => void log.push('device ends'),
  };
  const outcome = runSession({
    device,
    openWire: async (handlers) => {
      hooks.wire = handlers;
      log.push('wire opens');
      return {
        send: (frame) => void log.push(`wire gets ${frame.length} bytes`),
        close: () => void log.push('wire closes'),
      };
    },
    openCapture: () => ({
      write: (bytes) => void captured.push(bytes),
      close: () => void log.push('capture closes'),
    }),
    listen: (act) => {
      hooks.act = act;
      log.push('keys');
      return { close: () => void log.push('keys close') };
    },
    reporter: { begin: () => void log.push('introduction'), batch: () => void log.push('batch printed') },
    ...change,
  });
  return { outcome, log, captured, hooks, end: () => end(ENDED) };
}

const STARTED = ['keys', 'wire opens', 'introduction', 'power'];
const CLOSED = ['keys close', 'wire closes', 'device ends', 'capture closes'];
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('frames and actions pass both ways, and everything is closed in the end', async () => {
  const { outcome, log, captured, hooks, end } = begin();
  await settled();
  expect(log).toEqual(STARTED);
  hooks.wire?.onFrame(FRAME);
  hooks.batch?.(BATCH);
  hooks.act?.('cable');
  end();
  expect(await outcome).toBe(ENDED);
  const between = ['device gets 17 bytes', 'wire gets 17 bytes', 'batch printed', 'device: cable'];
  expect(log).toEqual([...STARTED, ...between, ...CLOSED]);
  expect(tshark(Buffer.concat(captured), ['frame.interface_name', 'frame.len'])).toEqual([['device', '17']]);
});

test('an action before the wire is there reaches the device', async () => {
  const { outcome, log, hooks, end } = begin();
  hooks.act?.('quit');
  expect(log).toEqual(['keys', 'wire opens', 'device: quit']);
  await settled();
  end();
  await outcome;
});

describe('an error ends it with everything closed', () => {
  const full = new Error('the disk is full');
  const fail = (): never => {
    throw full;
  };

  test('the wire is lost', async () => {
    const { outcome, log, hooks } = begin();
    await settled();
    const gone = new LiveError('environment', 'gone');
    hooks.wire?.onLost(gone);
    await expect(outcome).rejects.toBe(gone);
    expect(log).toEqual([...STARTED, ...CLOSED]);
  });

  test('the wire does not open', async () => {
    const { outcome, log } = begin({ openWire: async () => fail() });
    await expect(outcome).rejects.toBe(full);
    expect(log).toEqual(['keys', 'keys close', 'device ends', 'capture closes']);
  });

  test('the capture cannot be opened', async () => {
    const { outcome, log } = begin({ openCapture: fail });
    await expect(outcome).rejects.toBe(full);
    expect(log).toEqual(['keys', 'keys close', 'device ends']);
  });

  test('the capture takes no more', async () => {
    let writes = 0;
    const write = (): void => void (writes++ > 0 && fail());
    const { outcome, hooks } = begin({ openCapture: () => ({ write, close: () => {} }) });
    await settled();
    hooks.batch?.(BATCH);
    await expect(outcome).rejects.toBe(full);
  });

  test('the output takes no more', async () => {
    const { outcome, hooks } = begin({ reporter: { begin: () => {}, batch: fail } });
    await settled();
    hooks.batch?.(BATCH);
    await expect(outcome).rejects.toBe(full);
  });
});
