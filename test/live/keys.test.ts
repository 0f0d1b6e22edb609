/** What the user does while a device runs. */
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { listenForKeys } from '../../generator/cli/live/keys.ts';
import type { Stdin } from '../../generator/cli/terminal/lines.ts';
import type { Action } from '../../live/thread/messages.ts';
import { recordedIo } from '../cli/recorded-io.ts';

/** Stands in for stdin; notes when it is switched to raw mode and back. */
function stdin(isTTY: boolean) {
  const raw: boolean[] = [];
  const stream = new PassThrough();
  const typed = Object.assign(stream, { isTTY, setRawMode: (on: boolean) => void raw.push(on) });
  return { raw, stream: typed as unknown as Stdin & PassThrough };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('keys on a terminal, in upper and lower case, Ctrl-C and Ctrl-D among them; the terminal is restored', async () => {
  const { raw, stream } = stdin(true);
  const actions: Action[] = [];
  const keys = listenForKeys(recordedIo(), (action) => actions.push(action), stream);
  stream.write('cC x\u0003');
  stream.write('r\u0004q');
  await settled();
  expect(actions).toEqual(['cable', 'cable', 'quit', 'reset', 'quit', 'quit']);
  expect(raw).toEqual([true]);
  keys.close();
  expect(raw).toEqual([true, false]);
  stream.write('c');
  await settled();
  expect(actions).toHaveLength(6);
});

test('lines where stdin is no terminal; what is none of the keys is answered, and the end of stdin ends nothing', async () => {
  const { raw, stream } = stdin(false);
  const io = recordedIo();
  const actions: Action[] = [];
  const keys = listenForKeys(io, (action) => actions.push(action), stream);
  stream.end('c\n R \n\nx\n');
  await settled();
  await settled();
  expect(actions).toEqual(['cable', 'reset']);
  expect(io.stderr).toEqual(['unknown command; c cuts or reconnects the cable, r resets the chip, q quits']);
  expect(raw).toEqual([]);
  keys.close();
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s counts as q until it is closed', (signal) => {
  const { stream } = stdin(false);
  const actions: Action[] = [];
  const before = process.listenerCount(signal);
  const keys = listenForKeys(recordedIo(), (action) => actions.push(action), stream);
  expect(process.listenerCount(signal)).toBe(before + 1);
  for (const listener of process.listeners(signal).slice(before)) (listener as () => void)();
  expect(actions).toEqual(['quit']);
  keys.close();
  expect(process.listenerCount(signal)).toBe(before);
});
