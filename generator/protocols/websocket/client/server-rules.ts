/** What a server may send after the frames before it: messages, fragments, UTF-8 and closes (RFC 6455). */

import type { ServerFrame } from './frame-reader.ts';
import { CONTROL, OPCODES } from './frames.ts';
import { violation, type WebsocketViolation } from './violation.ts';

/** Codes that an endpoint may send (sections 7.4.1 and 7.4.2, with what IANA has registered since). */
export function isCloseCode(code: number): boolean {
  return (code >= 3000 && code <= 4999) || (code >= 1000 && code <= 1014 && ![1004, 1005, 1006].includes(code));
}

type Decoder = InstanceType<typeof TextDecoder>;

export class ServerRules {
  /** The message of which fragments are to come; null: none. */
  #open: { readonly text: Decoder | null } | null = null;
  #hasClosed = false;

  /** Null: the frame is allowed. */
  check(frame: ServerFrame): WebsocketViolation | null {
    if (this.#hasClosed) return violation('close', 'a frame comes after the close');
    if (frame.opcode === OPCODES.close) this.#hasClosed = true;
    if ((frame.opcode & CONTROL) !== 0) return frame.opcode === OPCODES.close ? wrongClose(frame.payload) : null;
    return this.#wrongFragment(frame) ?? this.#wrongText(frame);
  }

  #wrongFragment({ opcode }: ServerFrame): WebsocketViolation | null {
    const continues = opcode === OPCODES.continuation;
    if (continues && this.#open === null) return violation('fragments', 'a fragment continues no message');
    if (!continues && this.#open !== null) {
      return violation('fragments', 'a message begins before the last fragment of the one before it');
    }
    if (!continues) this.#open = { text: opcode === OPCODES.text ? newDecoder() : null };
    return null;
  }

  #wrongText({ payload, isLast }: ServerFrame): WebsocketViolation | null {
    const decoder = this.#open?.text ?? null;
    if (isLast) this.#open = null;
    return decoder === null || decodes(decoder, payload, !isLast)
      ? null
      : violation('utf-8', 'a text message is not UTF-8');
  }
}

function wrongClose(payload: Uint8Array): WebsocketViolation | null {
  const [high, low] = payload;
  if (high === undefined) return null;
  if (low === undefined) return violation('close', 'a close has a body of one byte');
  const code = high * 256 + low;
  if (!isCloseCode(code)) return violation('close', `a close has the code ${code}, which must not be sent`);
  return decodes(newDecoder(), payload.subarray(2), false)
    ? null
    : violation('utf-8', 'the reason of a close is not UTF-8');
}

/** A decoder that throws for what is not UTF-8 (RFC 3629), and keeps a mark at the begin as what it is. */
function newDecoder(): Decoder {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
}

function decodes(decoder: Decoder, bytes: Uint8Array, stream: boolean): boolean {
  try {
    decoder.decode(bytes, { stream });
    return true;
  } catch {
    return false;
  }
}
