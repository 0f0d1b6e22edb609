/**
 * A WebSocket client as RFC 6455 describes it, for the far side of simulations. It shares nothing with the firmware, and
 * checks all that the device sends.
 */
import type { Framing, FramingAction, FramingClient, FramingTurn, MessageKind } from '../../../contract/far-side.ts';
import type { WebsocketPlan } from '../../../contract/websocket.ts';
import { acceptOf } from './client/accept.ts';
import { answerIn } from './client/answer.ts';
import { base64, concatenated } from './client/bytes.ts';
import { FrameReader, type ServerFrame } from './client/frame-reader.ts';
import { closePayload, type FrameParts, fragmentsOf, frameOf, OPCODES } from './client/frames.ts';
import { inMessages } from './client/messages.ts';
import { PingLog } from './client/ping-log.ts';
import { ServerRules } from './client/server-rules.ts';
import { isViolation, violation, type WebsocketViolation } from './client/violation.ts';

/** Codes of a close that say what the client has done wrong (section 7.4.1). */
const ACCUSATIONS: readonly number[] = [1002, 1003, 1007, 1009, 1010];
const NOTHING = new Uint8Array(0);

type Turn = { -readonly [Key in keyof FramingTurn]: FramingTurn[Key] };

/** Its keys and masks come from a counter: runs repeat exactly, and no test needs them to be secret. */
export class WebsocketClient implements Framing {
  readonly #plan: WebsocketPlan;
  readonly #host: string;
  readonly #client: FramingClient;
  readonly #frames = new FrameReader();
  readonly #rules = new ServerRules();
  readonly #pings = new PingLog();
  #state: 'connecting' | 'open' | 'closing' | 'closed' = 'connecting';
  #random = 1;
  #accept = '';
  #head: Uint8Array = NOTHING;
  #isBroken = false;
  #isRefused = false;
  /** What is to go out when the handshake is over. */
  #early: FramingAction[] = [];

  /** @param host as in a URL, with the port where it is not the usual one */
  constructor(plan: WebsocketPlan, host: string, { masks = true, answersPings = true }: Partial<FramingClient> = {}) {
    this.#plan = plan;
    this.#host = host;
    this.#client = { masks, answersPings };
  }

  get isOpen(): boolean {
    return this.#state === 'open';
  }

  get isBroken(): boolean {
    return this.#isBroken;
  }

  get isRefused(): boolean {
    return this.#isRefused;
  }

  begin(): Uint8Array {
    const key = base64(this.#bytes(16));
    this.#accept = acceptOf(key);
    const { path, subprotocols, origins } = this.#plan;
    const lines = [
      `GET ${path} HTTP/1.1`,
      `Host: ${this.#host}`,
      'Connection: keep-alive, Upgrade',
      'Upgrade: websocket',
      `Origin: ${origins?.[0] ?? `http://${this.#host}`}`,
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${key}`,
      ...(subprotocols.length === 0 ? [] : [`Sec-WebSocket-Protocol: ${subprotocols.join(', ')}`]),
    ];
    return new TextEncoder().encode(`${lines.join('\r\n')}\r\n\r\n`);
  }

  /** Data that is longer than the device takes goes out in several messages. */
  wrap(data: Uint8Array, kind: MessageKind): Uint8Array {
    const parts = inMessages(data, kind, this.#plan.maxMessageBytes);
    return concatenated(parts.map((part) => this.act({ what: 'message', kind, data: part, fragments: 1 })));
  }

  act(action: FramingAction): Uint8Array {
    if (this.#state === 'connecting') this.#early.push(action);
    if (this.#state !== 'open') return NOTHING;
    switch (action.what) {
      case 'message':
        this.#isBroken ||= action.data.length > this.#plan.maxMessageBytes;
        return this.#sent(fragmentsOf(OPCODES[action.kind], action.data, action.fragments));
      case 'ping':
        this.#pings.sent(action.data);
        return this.#sent([{ opcode: OPCODES.ping, payload: action.data }]);
      case 'close':
        this.#state = 'closing';
        return this.#sent([{ opcode: OPCODES.close, payload: closePayload(action.code, action.reason) }]);
      default:
        return action satisfies never;
    }
  }

  take(bytes: Uint8Array): FramingTurn {
    const turn: Turn = { data: NOTHING, send: NOTHING, pongs: 0, endedBy: null, violations: [] };
    if (this.#state === 'connecting') this.#takeAnswer(bytes, turn);
    else this.#frames.add(bytes);
    while (this.#state === 'open' || this.#state === 'closing') {
      const next = this.#frames.next();
      if (next === null) break;
      if (isViolation(next)) this.#fail(next, turn);
      else this.#takeFrame(next, turn);
    }
    return turn;
  }

  #takeAnswer(bytes: Uint8Array, turn: Turn): void {
    this.#head = concatenated([this.#head, bytes]);
    const { subprotocols, page } = this.#plan;
    const answer = answerIn(this.#head, { accept: this.#accept, subprotocols, mayBeFull: page !== null });
    if (answer === null) return;
    if (isViolation(answer)) {
      this.#fail(answer, turn);
    } else if (answer.isAccepted) {
      this.#state = 'open';
      this.#frames.add(this.#head.subarray(answer.length));
      turn.send = concatenated(this.#early.map((action) => this.act(action)));
    } else {
      this.#state = 'closed';
      this.#isRefused = true;
      turn.endedBy = 'device';
    }
    this.#early = [];
  }

  #takeFrame(frame: ServerFrame, turn: Turn): void {
    const { opcode, payload } = frame;
    const wrong = this.#rules.check(frame) ?? (opcode === OPCODES.pong ? this.#pings.wrongPong(payload) : null);
    if (wrong !== null) {
      this.#fail(wrong, turn);
      return;
    }
    if (opcode === OPCODES.close) this.#takeClose(payload, turn);
    else if (opcode === OPCODES.pong) turn.pongs += this.#pings.answered(payload);
    else if (opcode !== OPCODES.ping) turn.data = concatenated([turn.data, payload]);
    else if (this.#client.answersPings) this.#answer({ opcode: OPCODES.pong, payload }, turn);
  }

  /** The code is sent back (section 5.5.1), and the server closes the connection first (section 7.1.1). */
  #takeClose(payload: Uint8Array, turn: Turn): void {
    const [high = 0, low = 0] = payload;
    const code = high * 256 + low;
    if (ACCUSATIONS.includes(code) && !this.#isBroken) {
      this.#fail(violation('close', `a close has the code ${code}, though the client has kept to the protocol`), turn);
      return;
    }
    turn.endedBy = this.#state === 'closing' ? 'client' : 'device';
    this.#answer({ opcode: OPCODES.close, payload: payload.subarray(0, 2) }, turn);
    this.#state = 'closed';
  }

  #answer(frame: FrameParts, turn: Turn): void {
    if (this.#state === 'open') turn.send = concatenated([turn.send, this.#sent([frame])]);
  }

  #fail(it: WebsocketViolation, turn: Turn): void {
    this.#state = 'closed';
    turn.violations = [...turn.violations, it];
    turn.endedBy = 'violation';
  }

  #sent(frames: readonly FrameParts[]): Uint8Array {
    this.#isBroken ||= !this.#client.masks;
    return concatenated(frames.map((frame) => frameOf(frame, this.#client.masks ? this.#bytes(4) : null)));
  }

  #bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.#draw() & 0xff);
  }

  /** Park and Miller's generator: 31 bits, of which the low ones are good enough here. */
  #draw(): number {
    this.#random = (this.#random * 48_271) % 0x7fff_ffff;
    return this.#random >> 8;
  }
}
