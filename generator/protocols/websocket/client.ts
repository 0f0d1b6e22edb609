/** A WebSocket client as RFC 6455 describes it, for the far side of simulations. It shares nothing with the firmware. */
import type { Framing, FramingTurn } from '../../../contract/far-side.ts';
import type { WebsocketPlan } from '../../../contract/websocket.ts';

const OPCODES = { continuation: 0x0, text: 0x1, binary: 0x2, close: 0x8, ping: 0x9, pong: 0xa } as const;
const FIN = 0x80;
const MASKED = 0x80;
const SHORT = 125;
const NOTHING = new Uint8Array(0);

/** Its keys and masks come from a counter: runs repeat exactly, and no test needs them to be secret. */
export class WebsocketClient implements Framing {
  readonly #plan: WebsocketPlan;
  readonly #host: string;
  #state: 'connecting' | 'open' | 'closed' = 'connecting';
  #random = 1;
  #input: Uint8Array = NOTHING;
  /** What the application has sent before the handshake was over. */
  #early: Uint8Array[] = [];

  constructor(plan: WebsocketPlan, host: string) {
    this.#plan = plan;
    this.#host = host;
  }

  begin(): Uint8Array {
    const key = base64(Uint8Array.from({ length: 16 }, () => this.#draw() & 0xff));
    const { path, subprotocols } = this.#plan;
    const lines = [
      `GET ${path} HTTP/1.1`,
      `Host: ${this.#host}`,
      'Connection: keep-alive, Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${key}`,
      ...(subprotocols.length === 0 ? [] : [`Sec-WebSocket-Protocol: ${subprotocols.join(', ')}`]),
    ];
    return new TextEncoder().encode(`${lines.join('\r\n')}\r\n\r\n`);
  }

  wrap(data: Uint8Array): Uint8Array {
    if (this.#state === 'connecting') this.#early.push(data);
    if (this.#state !== 'open') return NOTHING;
    const most = this.#plan.maxMessageBytes;
    const parts = Array.from({ length: Math.ceil(data.length / most) }, (_, index) =>
      data.subarray(index * most, (index + 1) * most),
    );
    return joined(parts.map((part) => this.#frame(OPCODES.binary, part)));
  }

  take(bytes: Uint8Array): FramingTurn {
    this.#input = joined([this.#input, bytes]);
    const turn: { data: Uint8Array[]; send: Uint8Array[]; isOver: boolean } = { data: [], send: [], isOver: false };
    if (this.#state === 'connecting') this.#takeAnswer(turn);
    while (this.#state === 'open' && this.#takeFrame(turn));
    if (this.#state === 'closed') this.#input = NOTHING;
    return { data: joined(turn.data), send: joined(turn.send), isOver: turn.isOver };
  }

  /** The handshake's answer. Any other than 101 ends the connection. */
  #takeAnswer(turn: { send: Uint8Array[]; isOver: boolean }): void {
    const text = String.fromCharCode(...this.#input);
    const end = text.indexOf('\r\n\r\n');
    if (end < 0) return;
    this.#input = this.#input.subarray(end + 4);
    const isAccepted = /^HTTP\/1\.1 101 /.test(text);
    this.#state = isAccepted ? 'open' : 'closed';
    turn.isOver = !isAccepted;
    if (isAccepted) turn.send.push(...this.#early.map((data) => this.wrap(data)));
    this.#early = [];
  }

  /** True when there was a whole frame. */
  #takeFrame(turn: { data: Uint8Array[]; send: Uint8Array[]; isOver: boolean }): boolean {
    const [first = 0, second = 0] = this.#input;
    const short = second & 0x7f;
    const extended = short === 126 ? 2 : short === 127 ? 8 : 0;
    if (this.#input.length < 2 + extended) return false;
    const length =
      extended === 0 ? short : this.#input.subarray(2, 2 + extended).reduce((sum, byte) => sum * 256 + byte, 0);
    const end = 2 + extended + length;
    if (this.#input.length < end) return false;
    const payload = this.#input.slice(2 + extended, end);
    this.#input = this.#input.subarray(end);
    const opcode = first & 0x0f;
    if (opcode === OPCODES.ping) turn.send.push(this.#frame(OPCODES.pong, payload));
    else if (opcode === OPCODES.close) {
      turn.send.push(this.#frame(OPCODES.close, payload));
      turn.isOver = true;
      this.#state = 'closed';
    } else if (opcode !== OPCODES.pong) turn.data.push(payload);
    return true;
  }

  #frame(opcode: number, payload: Uint8Array): Uint8Array {
    const mask = Uint8Array.from({ length: 4 }, () => this.#draw() & 0xff);
    const { length } = payload;
    const head = length <= SHORT ? [length | MASKED] : [126 | MASKED, length >> 8, length & 0xff];
    const masked = payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0));
    return joined([Uint8Array.of(FIN | opcode, ...head), mask, masked]);
  }

  /** Park and Miller's generator: 31 bits, of which the low ones are good enough here. */
  #draw(): number {
    this.#random = (this.#random * 48_271) % 0x7fff_ffff;
    return this.#random >> 8;
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
