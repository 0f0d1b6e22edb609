/** Mutated requests, and what a server may answer to them. */
import { randomFrom } from '../../../simulator/random.ts';
import { acceptOf, frame, KEY, REQUEST, TEXT } from '../rig.ts';

const RIGHT: readonly string[] = [
  ...REQUEST,
  'Origin: http://192.168.1.20',
  'Sec-WebSocket-Protocol: v2, v1',
  'User-Agent: x/1 (y; z)',
];
const CHARACTERS = [
  '\r',
  '\n',
  '\r\n',
  '\r\n\r\n',
  ' ',
  '\t',
  ':',
  ',',
  '\0',
  '\x7f',
  '\xff',
  'a',
  'A',
  '0',
  '=',
  '/',
  '?',
  '"',
];
const LINES = [
  'Host: a',
  'Upgrade: h2c',
  'Connection: close',
  'Sec-WebSocket-Version: 8',
  `Sec-WebSocket-Key: ${KEY}`,
  'Origin: null',
  'X:',
  ': y',
  ' z',
  'X: y',
];

/** A request with one to three mutations, and a message behind it. */
export function mutatedRequest(seed: number): Buffer {
  const random = randomFrom(Math.imul(seed, 0x85eb_ca6b));
  const below = (end: number): number => Math.floor(random.unit() * end);
  const absolute = RIGHT.with(0, 'GET http://192.168.1.20/ws HTTP/1.1');
  let text = `${(seed % 4 === 0 ? absolute : RIGHT).join('\r\n')}\r\n\r\n`;
  for (let left = 1 + below(3); left > 0; left--) text = mutated(text, below);
  return Buffer.concat([Buffer.from(text, 'latin1'), frame(TEXT, 'hello')]);
}

function mutated(text: string, below: (end: number) => number): string {
  const at = below(text.length);
  const lines = text.split('\r\n');
  const line = below(Math.max(1, lines.length - 2));
  const other = CHARACTERS[below(CHARACTERS.length)] ?? '';
  switch (below(8)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1);
    case 1:
      return text.slice(0, at) + other + text.slice(at);
    case 2:
      return text.slice(0, at) + other + text.slice(at + 1);
    case 3:
      return (
        text.slice(0, at) + String.fromCharCode((text.charCodeAt(at) ^ (1 << below(8))) & 0xff) + text.slice(at + 1)
      );
    case 4:
      return lines.toSpliced(line, 1).join('\r\n');
    case 5:
      return lines.toSpliced(line, 0, lines[below(lines.length)] ?? '').join('\r\n');
    case 6:
      return lines.toSpliced(1 + line, 0, LINES[below(LINES.length)] ?? '').join('\r\n');
    default:
      return text.slice(0, at) + text.slice(at, at + 1).toUpperCase() + text.slice(at + 1);
  }
}

export interface Judgement {
  /** The request, with its empty line; null: it has no end. */
  readonly length: number | null;
  /** By the letter of RFC 9110, 9112 and 6455 the server takes it, refuses it, or may do either. */
  readonly verdict: 'accept' | 'refuse' | 'either';
  /** Some lines end with a line feed alone: the server may see another end, or none. */
  readonly isLoose: boolean;
  readonly accept: string;
}

type Header = readonly [name: string, value: string | null];

/** By the spec of the tests: path /ws, and pages of the device itself. */
export function judged(bytes: Buffer): Judgement {
  const text = bytes.toString('latin1');
  const end = /\r?\n\r?\n/.exec(text);
  if (end === null) return { length: null, verdict: 'refuse', isLoose: false, accept: '' };
  const head = text.slice(0, end.index);
  const [first = '', ...lines] = head.split(/\r?\n/);
  const headers = lines.map(headerOf);
  const isRefused = !isAsked(wordsOf(first), headers) || headers.some(isForbidden);
  // A server may take a line feed alone for the end of a line (RFC 9112 section 2.2), or wait for a right end.
  const isLoose = /(?<!\r)\n/.test(head + end[0]);
  const isTarget = /^GET (?:http:\/\/[0-9A-Za-z.:-]+)?\//.test(first);
  const isByTheLetter = wordsOf(first) === first && isTarget && headers.every(isHeaderByTheLetter);
  const verdict = isLoose || (!isRefused && !isByTheLetter) ? 'either' : isRefused ? 'refuse' : 'accept';
  return {
    length: end.index + end[0].length,
    verdict,
    isLoose,
    accept: acceptOf(Buffer.from(valuesOf(headers, 'sec-websocket-key')[0] ?? '', 'latin1')),
  };
}

function headerOf(line: string): Header {
  const colon = line.indexOf(':');
  return colon < 0 ? [line, null] : [line.slice(0, colon), withoutBlanks(line.slice(colon + 1))];
}

/** A server may take any whitespace between the words of the request line for the one blank (RFC 9112 section 3). */
function wordsOf(first: string): string {
  return first
    .split(/[ \t\v\f\r]+/)
    .filter((word) => word !== '')
    .join(' ');
}

/** RFC 6455 section 4.2.1. */
function isAsked(first: string, headers: readonly Header[]): boolean {
  const [host, key, origin] = ['host', 'sec-websocket-key', 'origin'].map((name) => valuesOf(headers, name));
  const [target, authority] =
    /^GET (?:http:\/\/([!-.0->@-~\x80-\xff]+))?\/ws(?:\?[!-~]*)? HTTP\/1\.1$/.exec(first) ?? [];
  // The host of an absolute target counts instead of Host (RFC 9112 section 3.2.2).
  const own = `http://${(authority ?? host?.[0])?.toLowerCase()}`;
  return (
    target !== undefined &&
    host?.length === 1 &&
    itemsOf(headers, 'upgrade').includes('websocket') &&
    itemsOf(headers, 'connection').includes('upgrade') &&
    valuesOf(headers, 'sec-websocket-version').join() === '13' &&
    key?.length === 1 &&
    /^[A-Za-z0-9+/]{22}==$/.test(key[0] ?? '') &&
    (origin?.length === 0 || (origin?.length === 1 && origin[0]?.toLowerCase() === own))
  );
}

function valuesOf(headers: readonly Header[], wanted: string): readonly string[] {
  return headers.flatMap(([name, value]) => (name.toLowerCase() === wanted && value !== null ? [value] : []));
}

function itemsOf(headers: readonly Header[], wanted: string): readonly string[] {
  return valuesOf(headers, wanted).flatMap((value) => value.toLowerCase().split(',').map(withoutBlanks));
}

function withoutBlanks(text: string): string {
  return text.replace(/^[\t ]+|[\t ]+$/g, '');
}

/** RFC 9112 section 5.1, and RFC 9110 section 5.5. */
function isForbidden([name, value]: Header): boolean {
  return value === null || name === '' || /\s/.test(name) || ['\r', '\n', '\0'].some((it) => value.includes(it));
}

/** Of a Host and of a key it counts too whether it is one. */
function isHeaderByTheLetter([name, value]: Header): boolean {
  const isToken = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name);
  const isKey = name.toLowerCase() !== 'sec-websocket-key' || /^[A-Za-z0-9+/]+==$/.test(value ?? '');
  const isHost = name.toLowerCase() !== 'host' || /^[0-9A-Za-z.:-]+$/.test(value ?? '');
  return isToken && isHost && isKey && /^[\t -~\x80-\xff]*$/.test(value ?? '');
}
