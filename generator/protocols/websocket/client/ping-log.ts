import { violation, type WebsocketViolation } from './violation.ts';

/** The client's pings that are not answered (RFC 6455 sections 5.5.2 and 5.5.3). */
export class PingLog {
  #unanswered: readonly string[] = [];

  sent(payload: Uint8Array): void {
    this.#unanswered = [...this.#unanswered, String(payload)];
  }

  /** A pong that nobody asked for is allowed; one that differs from all pings is none of them. */
  wrongPong(payload: Uint8Array): WebsocketViolation | null {
    if (this.#unanswered.length === 0 || this.#unanswered.includes(String(payload))) return null;
    return violation('pong', `a pong of ${payload.length} bytes equals no ping that is unanswered`);
  }

  /** A server may answer only the latest of several pings. Returns how many a pong answers. */
  answered(payload: Uint8Array): number {
    const count = this.#unanswered.indexOf(String(payload)) + 1;
    this.#unanswered = this.#unanswered.slice(count);
    return count;
  }
}
