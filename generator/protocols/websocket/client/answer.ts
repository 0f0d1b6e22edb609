/** A server's answer to the opening handshake (RFC 6455 section 4.1, from "Once the client's opening handshake"). */
import { isViolation, violation, type WebsocketViolation } from './violation.ts';

export interface Offer {
  /** The right value of Sec-WebSocket-Accept. */
  readonly accept: string;
  readonly subprotocols: readonly string[];
  /** The server keeps a socket for its page, and may have no other one. */
  readonly mayBeFull: boolean;
}

export interface HandshakeAnswer {
  /** How many bytes the answer has, with its body; what comes behind is frames. */
  readonly length: number;
  readonly isAccepted: boolean;
}

/** Longer heads are none. */
const MOST_HEAD_BYTES = 8192;
/** Only a server that is full may refuse a request that is right. */
const FULL = 503;
const END = '\r\n\r\n';

/** Null: more is to come. */
export function answerIn(bytes: Uint8Array, offer: Offer): HandshakeAnswer | WebsocketViolation | null {
  const text = String.fromCharCode(...bytes.subarray(0, MOST_HEAD_BYTES));
  const end = text.indexOf(END);
  if (end < 0) {
    return bytes.length < MOST_HEAD_BYTES
      ? null
      : wrong(`the answer's head does not end within ${MOST_HEAD_BYTES} bytes`);
  }
  const [first = '', ...lines] = text.slice(0, end).split('\r\n');
  const status = /^HTTP\/1\.1 (\d{3}) [\t -~]*$/.exec(first)?.[1];
  if (status === undefined)
    return wrong(`the answer begins with ${JSON.stringify(first)}, which is no status line of HTTP/1.1`);
  const headers = headersIn(lines);
  if (isViolation(headers)) return headers;
  const from = end + END.length;
  if (status === '101') return wrongAcceptance(headers, offer) ?? { length: from, isAccepted: true };
  if (Number(status) !== FULL || !offer.mayBeFull)
    return wrong(`the answer to a right request has the status ${status}`);
  return refusal(headers, from, bytes.length);
}

type HeaderLines = ReadonlyMap<string, readonly string[]>;

function headersIn(lines: readonly string[]): HeaderLines | WebsocketViolation {
  const headers = new Map<string, string[]>();
  for (const line of lines) {
    const [, name, value] =
      /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[\t ]*((?:[\t -~\x80-\xff]*[!-~\x80-\xff])?)[\t ]*$/.exec(line) ?? [];
    if (name === undefined || value === undefined)
      return wrong(`the answer has the line ${JSON.stringify(line)}, which is no header`);
    const key = name.toLowerCase();
    headers.set(key, [...(headers.get(key) ?? []), value]);
  }
  return headers;
}

function wrongAcceptance(headers: HeaderLines, { accept, subprotocols }: Offer): WebsocketViolation | null {
  const one = (name: string): string | undefined => headers.get(name)?.join(', ');
  if (one('upgrade')?.toLowerCase() !== 'websocket') return lacks('Upgrade: websocket', one('upgrade'));
  const connection = one('connection')
    ?.toLowerCase()
    .split(',')
    .map((it) => it.trim());
  if (connection?.includes('upgrade') !== true) return lacks('Connection: Upgrade', one('connection'));
  const found = one('sec-websocket-accept');
  if (found !== accept) return lacks(`Sec-WebSocket-Accept: ${accept}`, found);
  const extensions = one('sec-websocket-extensions');
  if (extensions !== undefined)
    return wrong(`the answer has the extension ${JSON.stringify(extensions)}, and none was offered`);
  const chosen = one('sec-websocket-protocol');
  return chosen === undefined || subprotocols.includes(chosen)
    ? null
    : wrong(`the answer has the subprotocol ${JSON.stringify(chosen)}, which was not offered`);
}

/** The body is awaited (RFC 9112 section 6.3). */
function refusal(headers: HeaderLines, from: number, size: number): HandshakeAnswer | WebsocketViolation | null {
  const length = Number(headers.get('content-length')?.[0] ?? 0);
  return size < from + length ? null : { length: from + length, isAccepted: false };
}

function lacks(wanted: string, found: string | undefined): WebsocketViolation {
  return wrong(
    `the answer lacks ${JSON.stringify(wanted)}; ${found === undefined ? 'there is no such header' : `found ${JSON.stringify(found)}`}`,
  );
}

function wrong(text: string): WebsocketViolation {
  return violation('handshake', text);
}
