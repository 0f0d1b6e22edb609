/** Plays cases, and compares what the device says with what it must say. */
import { expect } from 'vitest';
import { FrameReader } from '../../../generator/protocols/websocket/client/frame-reader.ts';
import { ServerRules } from '../../../generator/protocols/websocket/client/server-rules.ts';
import { isViolation } from '../../../generator/protocols/websocket/client/violation.ts';
import type { Built } from '../../whole/firmware.ts';
import { ACCEPTED, heard } from '../rig.ts';
import { type Conversation, type Heard, type TalksOptions, talks } from '../talks.ts';
import type { WebsocketCase } from './case.ts';

/** As the case says: whole, by frames, by octets, or cut at one place. */
export function segmentsOf({ frames, chops }: WebsocketCase): Conversation {
  if (chops === 'frames') return frames;
  const all = Buffer.concat(frames);
  if (chops === 'octets') return [...all].map((byte) => Buffer.of(byte));
  return chops === undefined ? [all] : [all.subarray(0, chops), all.subarray(chops)];
}

/** In pieces of so many bytes. */
export function chopped({ frames }: WebsocketCase, size: number): Conversation {
  const all = Buffer.concat(frames);
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.subarray(index * size, (index + 1) * size),
  );
}

/** At each place within the first and the last bytes, where a message is so long that nothing new can happen between. */
export function cuts(it: WebsocketCase, most: number): readonly number[] {
  const { length } = Buffer.concat(it.frames);
  const all = Array.from({ length: length - 1 }, (_, index) => index + 1);
  return all.length <= most ? all : [...all.slice(0, most / 2), ...all.slice(-most / 2)];
}

export interface Played {
  readonly of: WebsocketCase;
  readonly conversation: Conversation;
}

/** Fails with the name of the case and where it was cut. */
export function check(firmware: Built, played: readonly Played[], options: TalksOptions = {}): void {
  const all = talks(
    firmware,
    played.map(({ conversation }) => conversation),
    options,
  );
  for (const [index, { of, conversation }] of played.entries()) {
    const where = `${of.number ?? ''} ${of.name}, cut into ${conversation.map(({ length }) => length).join(' + ')}`;
    const answer = all[index];
    expect(answer, where).toBeDefined();
    if (answer !== undefined) judge(of, answer, where);
  }
}

function judge({ want }: WebsocketCase, { said, ended }: Heard, where: string): void {
  const told = { accepted: said.subarray(0, ACCEPTED.length).toString(), said: heard(said), ended };
  expect({ ...told, violation: violationIn(said.subarray(ACCEPTED.length)) }, where).toEqual({
    ...{ accepted: ACCEPTED, said: chosen(want, told.said), ended: 'websocket-closed', violation: null },
  });
}

/** Where the RFC leaves it open the last entry has several codes, `close 1002/1009`: the one that was said, or all. */
function chosen(want: readonly string[], said: readonly string[]): readonly string[] {
  const codes =
    want
      .at(-1)
      ?.replace(/^close /, '')
      .split('/') ?? [];
  const code = codes.find((it) => said.at(-1) === `close ${it}`);
  return code === undefined ? want : [...want.slice(0, -1), `close ${code}`];
}

/** What the simulated client finds wrong in the device's frames; null: nothing. */
export function violationIn(bytes: Uint8Array): string | null {
  const [reader, rules] = [new FrameReader(), new ServerRules()];
  reader.add(bytes);
  for (;;) {
    const next = reader.next();
    if (next === null) return reader.isInside ? 'the last frame is not whole' : null;
    const wrong = isViolation(next) ? next : rules.check(next);
    if (wrong !== null) return `${wrong.rule}: ${wrong.text}`;
  }
}
