/** The last line of a terminal, rewritten in place. */

/** Where a command shows how far it is. What is printed meanwhile goes above this line. */
export interface StatusLine {
  /** Replaces the line. A text that is too long for the terminal is cut. */
  show(text: string): void;
  clear(): void;
}

/** A terminal that can rewrite its last line. */
export interface Terminal {
  write(text: string): void;
  columns(): number;
}

const ERASE_LINE = '\r\u001b[2K';

/** A {@link StatusLine}, and what lets other lines be printed above it. */
export class LastLine implements StatusLine {
  readonly #terminal: Terminal;
  #text = '';

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  show(text: string): void {
    this.#terminal.write(`${this.#text === '' ? '' : ERASE_LINE}${this.#fitting(text)}`);
    this.#text = text;
  }

  clear(): void {
    if (this.#text !== '') this.#terminal.write(ERASE_LINE);
    this.#text = '';
  }

  /** Prints lines above this one. */
  above(print: () => void): void {
    const text = this.#text;
    this.clear();
    print();
    if (text !== '') this.show(text);
  }

  /** A line that wraps could not be erased; some terminals wrap at the last column. */
  #fitting(text: string): string {
    return text.slice(0, this.#terminal.columns() - 1);
  }
}
