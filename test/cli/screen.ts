/** What a person sees on a terminal: the few control sequences that keepwire uses, as ECMA-48 describes them. */
import { ioTo } from '../../generator/cli/io.ts';
import type { RecordedIo } from './recorded-io.ts';

export interface Screen extends RecordedIo {
  /** The lines on the terminal, without the empty one at its end. */
  readonly screen: readonly string[];
  /** The last line that is there, ended or not. */
  readonly last: string;
}

const ESCAPE = '\u001b';
const PIECES = new RegExp(`${ESCAPE}\\[[\\d;]*[A-Za-z]|.`, 'gs');

/** CR, LF, ERASE IN LINE with parameter 2, and printable characters; anything else is an error. */
class Cells {
  readonly lines = [''];
  #column = 0;

  write(text: string): void {
    for (const [piece] of text.matchAll(PIECES)) this.#take(piece);
  }

  #take(piece: string): void {
    const line = this.lines.at(-1) ?? '';
    if (piece === '\n') {
      this.lines.push('');
      this.#column = 0;
    } else if (piece === '\r') this.#column = 0;
    else if (piece === `${ESCAPE}[2K`) this.lines[this.lines.length - 1] = '';
    else if (piece >= ' ' && piece.length === 1) {
      this.lines[this.lines.length - 1] = line.padEnd(this.#column).slice(0, this.#column) + piece;
      this.#column++;
    } else throw new Error(`the screen does not know ${JSON.stringify(piece)}`);
  }
}

/** An {@link Io} on a terminal without colours. */
export function screenIo(columns = 100): Screen {
  const cells = new Cells();
  const [stdout, stderr]: [string[], string[]] = [[], []];
  const io = ioTo({
    print: (stream, text) => {
      (stream === 'out' ? stdout : stderr).push(...text.replace(/\n$/, '').split('\n'));
      cells.write(text.endsWith('\n') ? text : `${text}\n`);
    },
    isColoured: () => false,
    terminal: { write: (text) => cells.write(text), columns: () => columns },
  });
  const seen = () => (cells.lines.at(-1) === '' ? cells.lines.slice(0, -1) : [...cells.lines]);
  return {
    ...io,
    ...{ stdout, stderr },
    get screen() {
      return seen();
    },
    get last() {
      return seen().at(-1) ?? '';
    },
  };
}
