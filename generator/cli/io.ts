import { fstatSync, writeSync } from 'node:fs';
import { styleText } from 'node:util';
import { harmless } from '../../document/words/printed.ts';
import { codeOf, isSystemError, meaningOf } from '../files/system-error.ts';
import { CliError } from './cli-error.ts';
import { jsonLines } from './json-lines.ts';
import { LastLine, type StatusLine, type Terminal } from './terminal/status-line.ts';

type Colour = 'red' | 'green' | 'yellow' | 'dim' | 'bold';

/** Where commands print to. Nothing else in keepwire prints. */
export interface Io {
  /** A line, or lines, to stdout. */
  out(text: string): void;
  /** A line, or lines, to stderr. */
  err(text: string): void;
  /** One JSON document to stdout. */
  json(value: unknown): void;
  /** `text` coloured where that will be seen. */
  paint(stream: 'out' | 'err', colour: Colour, text: string): string;
  /** How wide stdout is, where that is a terminal. */
  readonly columns?: number | undefined;
  /** How far a command is, where stdout is a terminal. */
  readonly status?: StatusLine | undefined;
}

const ESCAPE = '\u001b';
const PASSING = /(\n|\t)/;
const PASSING_COLOURED = new RegExp(`(\\n|\\t|${ESCAPE}\\[\\d+m)`);

const DESCRIPTOR = { out: 1, err: 2 } as const;

/** Takes what commands print. */
export interface Sink {
  /** `text` may lack the newline at its end. */
  print(stream: 'out' | 'err', text: string): void;
  /** Whether colours will be seen. */
  isColoured(stream: 'out' | 'err'): boolean;
  /** Where stdout is a terminal. */
  readonly terminal?: Terminal | undefined;
}

/** The process's own stdout and stderr. */
export function processIo(): Io {
  return {
    ...ioTo({
      print,
      isColoured,
      terminal: canRewrite() ? { write: (text) => write('out', text), columns } : undefined,
    }),
    get columns() {
      return isTerminal('out') ? columns() : undefined;
    },
  };
}

function columns(): number {
  return Math.max(process.stdout.columns, NARROWEST);
}

function canRewrite(): boolean {
  return process.env.TERM !== 'dumb' && isTerminal('out');
}

/** A terminal that says less, or 0, is taken for this wide. */
const NARROWEST = 60;

/** Prints to `sink`, without what a terminal would act upon. */
export function ioTo({ print, isColoured, terminal }: Sink): Io {
  const last = terminal === undefined ? null : new LastLine(terminal);
  const printAbove: Sink['print'] = (stream, text) =>
    last === null ? print(stream, text) : last.above(() => print(stream, text));
  const printable = (stream: 'out' | 'err', text: string): string => harmlessLines(text, isColoured(stream));
  return {
    out: (text) => printAbove('out', printable('out', text)),
    err: (text) => printAbove('err', printable('err', text)),
    json: (value) => {
      for (const lines of jsonLines(value)) printAbove('out', lines);
    },
    status: last === null ? undefined : { show: (text) => last.show(harmless(text)), clear: () => last.clear() },
    // isColoured has decided; newer versions of Node would look at stdout by themselves.
    paint: (stream, colour, text) => (isColoured(stream) ? styleText(colour, text, { validateStream: false }) : text),
  };
}

/** An empty NO_COLOR does not count (no-color.org). */
function isColoured(stream: 'out' | 'err'): boolean {
  if ((process.env.NO_COLOR ?? '') !== '' || process.env.TERM === 'dumb') return false;
  return isTerminal(stream);
}

/** Asks the system first: Node sets up a stream for `process.stdout`, which takes 3 ms and is needed on a terminal only. */
function isTerminal(stream: 'out' | 'err'): boolean {
  if (!fstatSync(DESCRIPTOR[stream]).isCharacterDevice()) return false;
  return (stream === 'out' ? process.stdout : process.stderr).isTTY === true;
}

/** Names of files and what compilers say may hold anything: of what a terminal acts upon, only our colours get through. */
function harmlessLines(text: string, coloured: boolean): string {
  const parts = text.split(coloured ? PASSING_COLOURED : PASSING);
  return parts.map((part, index) => (index % 2 === 0 ? harmless(part) : part)).join('');
}

/** Prints whole lines. */
function print(stream: 'out' | 'err', text: string): void {
  write(stream, text.endsWith('\n') ? text : `${text}\n`);
}

/**
 * Writes straight to the descriptor, which spares a short run the set-up of Node's streams. A pipe that is full hands
 * the rest to the stream; a reader that has gone ends the output quietly, as with any other tool in a pipe.
 *
 * @throws {CliError} once, when stdout takes no more. An error on stderr cannot be reported.
 */
function write(stream: 'out' | 'err', text: string): void {
  if (closed.has(stream)) return;
  let rest = Buffer.from(text);
  if (handedOver.has(stream)) {
    handOver(stream, rest);
    return;
  }
  try {
    while (rest.length > 0) rest = rest.subarray(writeSync(DESCRIPTOR[stream], rest));
  } catch (error) {
    if (codeOf(error) === 'EAGAIN') handOver(stream, rest);
    else close(stream, error);
  }
}

/** Streams that take nothing any more. */
const closed = new Set<'out' | 'err'>();

function close(stream: 'out' | 'err', error: unknown): void {
  if (!isSystemError(error)) throw error;
  closed.add(stream);
  if (stream === 'out' && error.code !== 'EPIPE') throw new CliError(1, `cannot write to stdout: ${meaningOf(error)}`);
}

/** Streams that have output waiting: what follows must queue behind it. */
const handedOver = new Set<'out' | 'err'>();

function handOver(stream: 'out' | 'err', bytes: Uint8Array): void {
  const target = stream === 'out' ? process.stdout : process.stderr;
  if (!handedOver.has(stream)) {
    handedOver.add(stream);
    target.on('error', (error) => {
      if (codeOf(error) !== 'EPIPE') process.exit(1); // too late for words
    });
  }
  target.write(bytes);
}
