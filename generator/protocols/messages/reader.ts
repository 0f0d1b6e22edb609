import type { Message, Piece, StreamReader } from '../../../contract/far-side.ts';

/**
 * Finds messages in a stream of bytes. Pure but for what it keeps of the stream: the bytes at its end that may still
 * become a message.
 *
 * At each byte of the stream the first of the messages that stands there counts, and the search goes on behind it; what
 * belongs to none is data. While the bytes that have come may still become a message, they are held back.
 */
export class MessageReader<Name extends string> implements StreamReader<Name> {
  #messages: readonly Message<Name>[];
  #held: number[] = [];

  constructor(messages: readonly Message<Name>[]) {
    this.#messages = messages.filter(({ bytes }) => bytes.length > 0);
  }

  get held(): Uint8Array {
    return Uint8Array.from(this.#held);
  }

  take(bytes: Uint8Array): readonly Piece<Name>[] {
    const pieces: Piece<Name>[] = [];
    let data: number[] = [];
    const flush = (): void => {
      if (data.length > 0) pieces.push({ kind: 'data', bytes: Uint8Array.from(data) });
      data = [];
    };
    for (const byte of bytes) {
      this.#held.push(byte);
      while (this.#held.length > 0) {
        const message = this.#messages.find((each) => this.#mayBe(each));
        if (message === undefined) {
          data.push(...this.#release(1));
        } else if (message.bytes.length <= this.#held.length) {
          flush();
          const whole = Uint8Array.from(this.#release(message.bytes.length));
          pieces.push({ kind: 'message', name: message.name, bytes: whole });
          if (message.isOnce === true) this.#messages = this.#messages.filter((other) => other !== message);
        } else {
          break;
        }
      }
    }
    flush();
    return pieces;
  }

  #release(count: number): readonly number[] {
    return this.#held.splice(0, count);
  }

  /** Whether it stands at the first byte held, whole or as far as the bytes go. */
  #mayBe({ bytes }: Message<Name>): boolean {
    return bytes.every((byte, index) => index >= this.#held.length || byte === this.#held[index]);
  }
}
