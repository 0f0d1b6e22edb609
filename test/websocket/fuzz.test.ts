/** Mutated frames and handshakes: the device says what RFC 6455 asks for, nothing that nobody has sent, and serves the next client. */
import { expect, test } from 'vitest';
import { CHIPS } from '../whole/firmware.ts';
import { isFew, seeds } from '../whole/share.ts';
import { violationIn } from './cases/check.ts';
import { judged, mutatedRequest } from './fuzz/handshakes.ts';
import { expectedOf } from './fuzz/model.ts';
import { mutatedTalk } from './fuzz/mutate.ts';
import { heard, lookingAhead, SOUGHT, server } from './rig.ts';
import { talks } from './talks.ts';

const MAX_MESSAGE_BYTES = 1024;
/** Conversations in one run of the simulator: the verdict looks through its whole timeline for each of them. */
const AT_ONCE = 100;
/** More than six of a conversation's frames are mutated and looked at: a million frames and handshakes on both chips. */
const [FEW_TALKS, ALL_TALKS] = [300, 72_000];
const [FEW_HANDSHAKES, ALL_HANDSHAKES] = [200, 50_000];
const HOURS = 12 * 3_600_000;

function* inBatches(all: readonly number[]): Generator<readonly number[]> {
  for (let from = 0; from < all.length; from += AT_ONCE) yield all.slice(from, from + AT_ONCE);
}

const closeOf = (said: readonly string[]): number | null => {
  const last = said.at(-1)?.startsWith('close') === true ? said.at(-1) : undefined;
  return last === undefined ? null : last === 'close' ? -1 : Number(last.slice('close '.length));
};

/** What the device has said behind the handshake's answer. */
function checkFrames(seed: number, sent: Uint8Array, said: Buffer, head: number, longestSought = 0): number {
  const { want, codes, frames } = expectedOf(sent, MAX_MESSAGE_BYTES, longestSought);
  const told = heard(said);
  const code = closeOf(told);
  const where = `seed ${seed}, sent ${Buffer.from(sent).toString('hex')}`;
  expect([code === null ? told : told.slice(0, -1), violationIn(said.subarray(head))], where).toEqual([want, null]);
  expect(codes.length === 0 ? [null] : codes, where).toContain(code);
  return frames;
}

const headOf = (said: Buffer): number => said.indexOf('\r\n\r\n') + 4;

test.each([
  ['W5500', 'mutated frames', server, 0, seeds(FEW_TALKS, ALL_TALKS)],
  ['W5200', 'mutated frames', server, 0, isFew ? [] : seeds(FEW_TALKS, ALL_TALKS)],
  [
    'W5500',
    'mutated frames that are looked at ahead',
    lookingAhead,
    SOUGHT.length,
    seeds(FEW_TALKS / 3, ALL_TALKS / 8),
  ],
] as const)(
  '%s: %s',
  async (chip, _name, serverOf, longestSought, all) => {
    const firmware = await serverOf({ maxMessageBytes: MAX_MESSAGE_BYTES }, chip);
    let mutations = 0;
    for (const batch of inBatches(all)) {
      const made = batch.map(mutatedTalk);
      const answers = talks(
        firmware,
        made.map(({ segments }) => segments),
        { settleMs: 60 },
      );
      for (const [index, seed] of batch.entries()) {
        const { segments, mutated } = made[index] as (typeof made)[number];
        const said = answers[index]?.said ?? Buffer.alloc(0);
        const frames = checkFrames(seed, Buffer.concat(segments), said, headOf(said), longestSought);
        mutations += mutated.slice(0, frames).filter(Boolean).length;
      }
    }
    if (all.length > 0) expect(mutations / all.length).toBeGreaterThan(6);
  },
  HOURS,
);

test.each(CHIPS)(
  '%s: mutated handshakes',
  async (chip) => {
    const firmware = await server({ maxMessageBytes: MAX_MESSAGE_BYTES }, chip);
    const all = chip === 'W5500' || !isFew ? seeds(FEW_HANDSHAKES, ALL_HANDSHAKES) : [];
    let accepted = 0;
    for (const batch of inBatches(all)) {
      const requests = batch.map(mutatedRequest);
      const answers = talks(
        firmware,
        requests.map((it) => [it]),
        { opening: null, settleMs: 60 },
      );
      for (const [index, seed] of batch.entries()) {
        const request = requests[index] ?? Buffer.alloc(0);
        const { said, ended } = answers[index] ?? { said: Buffer.alloc(0), ended: '' };
        const isAccepted = checkAnswer(seed, request, said);
        accepted += isAccepted ? 1 : 0;
        if (!isAccepted) expect(['no-handshake', 'peer-closed'], `seed ${seed}`).toContain(ended);
      }
    }
    if (all.length > 0) expect(accepted / all.length).toBeGreaterThan(0.1);
  },
  HOURS,
);

/** True when the WebSocket was accepted. */
function checkAnswer(seed: number, request: Buffer, said: Buffer): boolean {
  const { length, verdict, isLoose, accept } = judged(request);
  const where = `seed ${seed}, ${verdict}, ${JSON.stringify(request.toString('latin1'))}\n${said.toString('latin1')}`;
  // What is wrong may be refused before the request is whole.
  if ((length === null || isLoose) && said.length === 0) return false;
  const head = said.subarray(0, headOf(said)).toString('latin1');
  const isAccepted = head.startsWith('HTTP/1.1 101 ');
  if (verdict !== 'either') expect(isAccepted, where).toBe(verdict === 'accept');
  if (isAccepted) {
    if (verdict === 'accept') expect(head, where).toContain(`\r\nSec-WebSocket-Accept: ${accept}\r\n`);
    if (!isLoose) checkFrames(seed, request.subarray(length ?? 0), said, headOf(said));
  } else {
    expect(head, where).toMatch(/^HTTP\/1\.1 4\d\d [A-Za-z ]+\r\n(?:[A-Za-z-]+: [ -~]+\r\n)+\r\n$/);
    const length = /\r\nContent-Length: (\d+)\r\n/.exec(head)?.[1];
    if (length !== undefined) expect(said.length - head.length, where).toBe(Number(length));
  }
  return isAccepted;
}
