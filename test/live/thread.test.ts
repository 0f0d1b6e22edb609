/** The thread of `keepwire run` as it is built: firmware is compiled on it, and frames pass both ways. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { prepareProgram } from '../../generator/cli/live/program.ts';
import type { Batch } from '../../live/thread/messages.ts';
import { decodeFrame, encodeArpFrame } from '../../simulator/net/frame.ts';
import { argsOf } from '../cli/args.ts';
import { CACHE } from '../cli/keepwire.ts';
import { BRISK, built, planOfText } from '../whole/firmware.ts';

const SPEC = JSON.stringify({ ...BRISK, chip: 'W5500' });
/** No file of the user's stands there. */
const out = mkdtempSync(join(tmpdir(), 'keepwire-thread-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));
vi.stubEnv('XDG_CACHE_HOME', CACHE);

test('a frame is answered; quit ends it', async () => {
  await built(SPEC); // into the cache that the thread takes it from
  const device = await prepareProgram(planOfText(SPEC), { ...argsOf('run', ['s.json'], []), out });
  const batches: Batch[] = [];
  let heard = (): void => {};
  const next = (): Promise<void> => new Promise((resolve) => (heard = resolve));
  const ended = device.start((batch) => {
    batches.push(batch);
    heard();
  });
  const isListening = (): boolean =>
    batches.some(({ events }) => events.some((event) => event.kind === 'socket-state' && event.to === 'LISTEN'));
  while (!isListening()) await next();
  device.receive(question());
  while (batches.every(({ frames }) => frames.length === 0)) await next();
  const [reply] = batches.flatMap(({ frames }) => frames);
  expect(decodeFrame(reply ?? new Uint8Array())).toMatchObject({ kind: 'arp', arp: { operation: 'reply' } });
  device.act('quit');
  expect(await ended).toMatchObject({ engine: 'host', result: { end: 'stopped' } });
  await device.terminate();
});

test('what was pressed before the power takes effect right after it', async () => {
  await built(SPEC);
  const device = await prepareProgram(planOfText(SPEC), { ...argsOf('run', ['s.json'], []), out });
  device.act('quit');
  expect(await device.start(() => {})).toMatchObject({ result: { end: 'stopped' } });
  await device.terminate();
});

test('what the thread cannot build is an error of the command, with its exit code', async () => {
  const args = { ...argsOf('run', ['s.json'], []), out, engine: ['host', 'arm'] };
  await expect(prepareProgram(planOfText(SPEC), args)).rejects.toMatchObject({
    name: 'CliError',
    exitCode: 2,
    message: 'this command takes one --engine',
  });
});

/** Who has the device's address? */
function question(): Uint8Array {
  return encodeArpFrame(new Uint8Array(6).fill(0xff), {
    operation: 'request',
    senderMac: Uint8Array.of(2, 0, 0, 0, 0, 9),
    senderIp: Uint8Array.of(192, 168, 1, 9),
    targetMac: new Uint8Array(6),
    targetIp: Uint8Array.of(192, 168, 1, 20),
  });
}
