/** The bytes of a step that sends some. */
import { bytesOfHex } from '../../bytes.ts';
import type { Random } from '../../random.ts';
import type { SendStep, WsMessageStep } from '../format/scenario.generated.ts';
import { holdsMessage, type MessageSet, withoutMessages } from '../peers/without-messages.ts';

type Sending = SendStep | WsMessageStep;

export interface Content {
  readonly bytes: Uint8Array;
  /** In a few words, for the timeline. */
  readonly text: string;
}

/** @param messages of the spec; drawn bytes and samples hold none of them */
export function contentOf(step: Sending, random: Random, messages: MessageSet): Content {
  const written = writtenBytes(step);
  if (written === null)
    return { bytes: drawnBytes(step.bytes ?? 0, random, messages), text: countText(step.bytes ?? 0) };
  const bytes = step.sample ? withoutMessages(written, messages) : written;
  return { bytes, text: `${countText(bytes.length)}${beside(step, bytes !== written, holdsMessage(bytes, messages))}` };
}

/** Describes the data: a short text as it is, and whether it holds a message of the spec. */
function beside({ text }: Sending, isReplaced: boolean, isMessage: boolean): string {
  const shown = text !== undefined && text.length <= 20 ? ` ${JSON.stringify(text)}` : '';
  if (isReplaced) return shown === '' ? '' : ` in place of${shown}, which holds a message of the spec`;
  return isMessage ? `${shown}, in which there is a message of the spec` : shown;
}

function writtenBytes({ text, hex }: Sending): Uint8Array | null {
  if (text !== undefined) return new TextEncoder().encode(text);
  return hex === undefined ? null : bytesOfHex(hex);
}

function drawnBytes(length: number, random: Random, { starts }: MessageSet): Uint8Array {
  const allowed = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => !starts.has(byte));
  return Uint8Array.from({ length }, () => allowed[random.uint32() % allowed.length] ?? 0);
}

function countText(count: number): string {
  return count === 1 ? '1 byte' : `${count} bytes`;
}
