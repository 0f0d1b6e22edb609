/** A client's frames, most of them mutated, from a seed. */
import { type Random, randomFrom } from '../../../simulator/random.ts';
import { BINARY, CLOSE, closePayload, frame, PING, PONG, TEXT } from '../rig.ts';
import type { Conversation } from '../talks.ts';

export interface MutatedTalk {
  readonly segments: Conversation;
  /** Which frames are not as they were made. */
  readonly mutated: readonly boolean[];
}

const FRAMES = 14;
const LENGTHS = [0, 0, 1, 2, 3, 5, 8, 13, 21, 34, 125, 126, 127, 200];
const LETTERS = ['a', 'Z', ' ', '\u00df', '\u0434', '\u20ac', '\ud55c', '\u{1f50c}'];

export function mutatedTalk(seed: number): MutatedTalk {
  const dice = new Dice(seed);
  const frames = rightFrames(dice);
  const mutated = frames.map((_, index) => dice.isOne(index < frames.length - 2 ? 0.6 : 0.3));
  const isFatal = dice.isOne(0.8);
  const fatal = isFatal ? 2 + dice.below(frames.length - 2) : -1;
  const bytes = frames.map((it, index) => {
    if (index === fatal) return wild(it, dice);
    return mutated[index] === true ? mild(it, dice) : it;
  });
  return {
    segments: segmentsOf(Buffer.concat(bytes), dice),
    mutated: mutated.map((it, index) => it || index === fatal),
  };
}

class Dice {
  readonly #random: Random;
  constructor(seed: number) {
    this.#random = randomFrom(Math.imul(seed, 0x9e37_79b1));
  }
  below(end: number): number {
    return Math.floor(this.#random.unit() * end);
  }
  isOne(share: number): boolean {
    return this.#random.unit() < share;
  }
  of<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }
}

/** Messages, some in fragments with pings between, and a close at the end. */
function rightFrames(dice: Dice): readonly Buffer[] {
  const all: Buffer[] = [];
  while (all.length < FRAMES) {
    if (dice.isOne(0.25)) all.push(frame(dice.of([PING, PONG]), bytesOf(Math.min(125, dice.of(LENGTHS)), dice)));
    else all.push(...messageOf(dice));
  }
  return [
    ...all,
    frame(CLOSE, dice.isOne(0.2) ? '' : closePayload(dice.of([1000, 1001, 3000, 4999]), dice.isOne(0.5) ? 'bye' : '')),
  ];
}

function messageOf(dice: Dice): readonly Buffer[] {
  const isText = dice.isOne(0.5);
  const payload = isText ? textOf(dice.of(LENGTHS), dice) : bytesOf(dice.of(LENGTHS), dice);
  if (dice.isOne(0.6)) return [frame(isText ? TEXT : BINARY, payload)];
  const at = dice.below(payload.length + 1);
  const between = dice.isOne(0.5) ? [frame(PING, bytesOf(3, dice))] : [];
  return [frame(isText ? 0x01 : 0x02, payload.subarray(0, at)), ...between, frame(0x80, payload.subarray(at))];
}

const bytesOf = (length: number, dice: Dice): Buffer => Buffer.from(Array.from({ length }, () => dice.below(256)));
const textOf = (length: number, dice: Dice): Buffer =>
  Buffer.from(Array.from({ length }, () => dice.of(LETTERS)).join('')).subarray(0);

/** The frame stays one: its mask or its payload is another. */
function mild(original: Buffer, dice: Dice): Buffer {
  const bytes = Buffer.from(original);
  const short = bytes.readUInt8(1) & 0x7f;
  const mask = short === 126 ? 4 : 2;
  const isData = (bytes.readUInt8(0) & 0x0f) <= 2;
  if (isData && bytes.length > mask + 4 && dice.isOne(0.15))
    return flipped(bytes, mask + 4 + dice.below(bytes.length - mask - 4), dice);
  // Another mask, with the payload as it was.
  for (let index = 0; index < 4; index++) {
    const change = dice.below(256);
    for (let at = mask + index; at < bytes.length; at += 4) bytes[at] = bytes.readUInt8(at) ^ change;
  }
  return bytes;
}

/** Anything may happen to it. */
function wild(bytes: Buffer, dice: Dice): Buffer {
  const at = dice.below(bytes.length);
  switch (dice.below(9)) {
    case 0:
      return flipped(bytes, dice.below(Math.min(2, bytes.length)), dice);
    case 1:
      return flipped(bytes, at, dice);
    case 2:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]);
    case 3:
      return Buffer.concat([bytes.subarray(0, at), bytesOf(1 + dice.below(4), dice), bytes.subarray(at)]);
    case 4:
      return bytes.subarray(0, at);
    case 5:
      return bytesOf(2 + dice.below(20), dice);
    case 6:
      return Buffer.concat([Buffer.of(dice.below(256), 0x80 | dice.of([126, 127])), bytesOf(8, dice), bytes]);
    case 7:
      return frame(bytes.readUInt8(0), 'x', { length: dice.of([0, 2, 125, 126, 127, 65_535, 65_536, 1_000_000]) });
    default:
      return Buffer.concat([Buffer.of(dice.below(256)), bytes.subarray(1)]);
  }
}

function flipped(bytes: Buffer, at: number, dice: Dice): Buffer {
  const copy = Buffer.from(bytes);
  if (copy.length > 0) copy[at] = copy.readUInt8(at) ^ (1 << dice.below(8));
  return copy;
}

/** Up to four, cut anywhere. */
function segmentsOf(bytes: Buffer, dice: Dice): Conversation {
  const cuts = Array.from({ length: dice.below(4) }, () => dice.below(bytes.length)).toSorted((a, b) => a - b);
  const places = [0, ...cuts, bytes.length];
  return places
    .slice(1)
    .flatMap((end, index) => (end > (places[index] ?? 0) ? [bytes.subarray(places[index], end)] : []));
}
