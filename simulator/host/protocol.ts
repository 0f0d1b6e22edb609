/**
 * The far side of a spec in terms of messages: what a device says beside its application's bytes, what it looks for in
 * what it hears, and what a peer owes it.
 */
import type { WatchPlan } from '../../contract/device.ts';
import type { Message } from './messages.ts';

export type FromDevice = 'primer' | 'heartbeat' | 'question' | 'goodbye';
export type ToDevice = 'heartbeat' | 'answer' | 'goodbye';

/** Where any data is an answer, ASCII ACK is as good as any. */
const ANY_ANSWER = Uint8Array.of(0x06);
/** Where any data is a sign of life. */
const ANY_HEARTBEAT = Uint8Array.of(0x00);
/** Heartbeats within the time allowed: two may be lost or late before the third. */
const HEARTBEATS_PER_LIMIT = 3;

/** What the device sends of its own: the primer once, though the application's first bytes may overtake it. */
export function messagesFromDevice(watch: WatchPlan): readonly Message<FromDevice>[] {
  const { primer, heartbeat, ask, goodbye } = watch;
  return [
    ...named('primer', primer).map((message) => ({ ...message, once: true })),
    ...named('heartbeat', heartbeat.send?.message),
    ...named('question', ask?.message),
    ...named('goodbye', goodbye?.message),
  ];
}

export interface ToDeviceMessage extends Message<ToDevice> {
  /** The device's application gets it, as if it were data. */
  readonly passedOn: boolean;
}

/** What the device looks for in what it receives. */
export function messagesToDevice(watch: WatchPlan): readonly ToDeviceMessage[] {
  const { heartbeat, ask, goodbye } = watch;
  const [beat, answer] = [heartbeat.expect, ask?.answer];
  return [
    ...named('heartbeat', beat?.message).map((message) => ({ ...message, passedOn: beat?.pass === true })),
    ...named('answer', answer?.message).map((message) => ({ ...message, passedOn: answer?.pass === true })),
    ...named('goodbye', goodbye?.message).map((message) => ({ ...message, passedOn: false })),
  ];
}

/** What a question of the device is answered with; null when it asks none. */
export function answerTo(watch: WatchPlan): Uint8Array | null {
  if (watch.ask === null) return null;
  return watch.ask.answer === null ? ANY_ANSWER : Uint8Array.from(watch.ask.answer.message);
}

/**
 * What the peer sends to be taken for alive, and how often: the heartbeats that the device expects, or a byte in time for
 * its idle limit. Null when the device asks for neither.
 */
export function heartbeatFor(watch: WatchPlan): { readonly bytes: Uint8Array; readonly everyMs: number } | null {
  const { expect } = watch.heartbeat;
  const limitsMs = [expect?.withinMs, watch.idle?.closeAfterMs].filter((ms) => ms !== undefined);
  if (limitsMs.length === 0) return null;
  const bytes = expect?.message == null ? ANY_HEARTBEAT : Uint8Array.from(expect.message);
  return { bytes, everyMs: Math.min(...limitsMs) / HEARTBEATS_PER_LIMIT };
}

/** How the peer takes its leave; null where the device would not know it. */
export function goodbyeTo(watch: WatchPlan): Uint8Array | null {
  const message = watch.goodbye?.message ?? null;
  return message === null ? null : Uint8Array.from(message);
}

function named<Name extends string>(name: Name, bytes: readonly number[] | null | undefined): readonly Message<Name>[] {
  return bytes == null ? [] : [{ name, bytes }];
}
