/** The thread's loop without a thread: its mailbox and the wall clock are in the test's hands. */
import { expect, test } from 'vitest';
import { serve } from '../../live/device/serve.ts';
import type { FromThread, Mailbox, ToThread } from '../../live/thread/messages.ts';
import { NS_PER_MS } from '../../simulator/clock.ts';
import { createHostEngine } from '../../simulator/engine/host/engine.ts';
import { decodeFrame, encodeArpFrame } from '../../simulator/net/frame.ts';
import { BRISK, built } from '../whole/firmware.ts';

const HOST_IP = Uint8Array.of(192, 168, 1, 9);
const QUESTION = encodeArpFrame(new Uint8Array(6).fill(0xff), {
  operation: 'request',
  senderMac: Uint8Array.of(2, 0, 0, 0, 0, 9),
  senderIp: HOST_IP,
  targetMac: new Uint8Array(6),
  targetIp: Uint8Array.of(192, 168, 1, 20),
});

/** Messages that arrive when the wall clock, which passes only while the thread sleeps, shows their time. */
class TimedMailbox implements Mailbox {
  readonly posted: (FromThread & { readonly atMs: number })[] = [];
  wallMs = 0;
  /** Makes the next sleep after this time last 100 ms longer. */
  stallAtMs = Infinity;
  readonly #arriving: { readonly atMs: number; readonly message: ToThread | null }[];

  constructor(arriving: readonly (readonly [atMs: number, message: ToThread | null])[]) {
    this.#arriving = arriving.map(([atMs, message]) => ({ atMs, message }));
  }

  take(): ToThread | null | undefined {
    const [next] = this.#arriving;
    if (next === undefined || next.atMs > this.wallMs) return undefined;
    this.#arriving.shift();
    return next.message;
  }

  mark(): void {}

  sleep(ms = Infinity): void {
    const nextMs = this.#arriving[0]?.atMs ?? Infinity;
    const wakeMs = Math.min(this.wallMs + ms, Math.max(this.wallMs, nextMs));
    if (wakeMs === Infinity) throw new Error('sleeps for ever');
    this.wallMs = wakeMs;
    if (this.wallMs >= this.stallAtMs) {
      this.wallMs += 100;
      this.stallAtMs = Infinity;
    }
  }

  post(message: FromThread): void {
    this.posted.push({ ...message, atMs: this.wallMs });
  }
}

async function served(mailbox: TimedMailbox) {
  const { plan, wasm } = await built({ ...BRISK, chip: 'W5500' });
  const engine: Parameters<typeof serve>[0]['engine'] = (board) => createHostEngine({ wasm, ...board });
  serve({ plan, seed: 1, engine, mailbox, wallNs: () => Math.round(mailbox.wallMs * NS_PER_MS) });
  const batches = mailbox.posted.flatMap((message) => (message.kind === 'batch' ? [message] : []));
  const frames = batches.flatMap(({ frames: sent, atMs }) => sent.map((frame) => ({ atMs, frame })));
  const texts = batches.flatMap(({ events }) => events.flatMap((event) => (event.kind === 'step' ? [event.text] : [])));
  return { frames, texts, kinds: mailbox.posted.map(({ kind }) => kind), last: mailbox.posted.at(-1) };
}

test('waits for power, answers a frame at the moment it comes, and ends with the last word', async () => {
  const mailbox = new TimedMailbox([
    [1000, null],
    [1200.25, { frame: QUESTION }],
    [1500, { action: 'quit' }],
  ]);
  const { frames, kinds, last } = await served(mailbox);
  expect(kinds[0]).toBe('ready');
  expect(frames.map(({ atMs }) => atMs)).toEqual([1200.25]);
  expect(decodeFrame(frames[0]?.frame ?? new Uint8Array())).toMatchObject({ kind: 'arp', arp: { operation: 'reply' } });
  expect(last).toMatchObject({ kind: 'ended', engine: 'host', result: { end: 'stopped' }, lostNs: 0 });
  // Half a second since the power.
  expect(last?.kind === 'ended' && last.nowNs / NS_PER_MS).toBeCloseTo(500, 0);
});

test('the cable and the chip obey; a frame into a cut cable is lost', async () => {
  const mailbox = new TimedMailbox([
    [0, null],
    [200, { action: 'cable' }],
    [250, { frame: QUESTION }],
    [300, { action: 'cable' }],
    [350, { frame: QUESTION }],
    [400, { action: 'reset' }],
    [500, { action: 'quit' }],
  ]);
  const { frames, texts } = await served(mailbox);
  expect(frames.map(({ atMs }) => atMs)).toEqual([350]);
  expect(texts).toEqual(['cable cut', 'cable mended', expect.stringContaining('supply dips')]);
});

test('time that the machine loses is counted, and virtual time does not make up for it', async () => {
  const mailbox = new TimedMailbox([
    [0, null],
    [600, { action: 'quit' }],
  ]);
  mailbox.stallAtMs = 300;
  const { last } = await served(mailbox);
  if (last?.kind !== 'ended') throw new Error('it has not ended');
  expect(last.lostNs / NS_PER_MS).toBeCloseTo(100, 0);
  expect(last.nowNs / NS_PER_MS).toBeCloseTo(500, 0);
});

test('quit that was posted with the power ends it before it has listened', async () => {
  const mailbox = new TimedMailbox([
    [0, null],
    [0, { action: 'quit' }],
  ]);
  const { last } = await served(mailbox);
  expect(last).toMatchObject({ kind: 'ended', result: { end: 'stopped' } });
});
