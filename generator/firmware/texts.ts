import type { MessagePlan } from '../../contract/device.ts';
import { stringLiteral } from './c-text.ts';

/** The messages of a firmware by their names in C. Equal messages are there once. */
export class Texts {
  readonly #symbols = new Map<string, { readonly symbol: string; readonly message: MessagePlan }>();
  readonly #counts = new Map<string, number>();

  /** The array that holds `message`; `purpose` names it if it is new, for example `question`. */
  symbolOf(message: MessagePlan, purpose: string): string {
    const key = message.join();
    const known = this.#symbols.get(key);
    if (known !== undefined) return known.symbol;
    const count = (this.#counts.get(purpose) ?? 0) + 1;
    this.#counts.set(purpose, count);
    const symbol = `kw_text_${purpose}${count === 1 ? '' : `_${count}`}`;
    this.#symbols.set(key, { symbol, message });
    return symbol;
  }

  /** Initializer of a `kw_text_t`. */
  initializer(message: MessagePlan | null | undefined, purpose: string): string {
    if (message == null) return '{0}';
    const symbol = this.symbolOf(message, purpose);
    return `{${symbol}, sizeof ${symbol} - 1U}`;
  }

  get rows() {
    return [...this.#symbols.values()].map(({ symbol, message }) => ({
      symbol,
      size: message.length + 1,
      literal: stringLiteral(message),
    }));
  }
}
