/** One connection between a scenario's peer and the device. */
import type { FarSide, FramingAction, MessageKind, StreamReader } from '../../../contract/far-side.ts';
import type { Dialogue, Traffic } from '../../../contract/traffic.ts';
import { GrowingBytes, joined } from '../../bytes.ts';
import type { Clock, Nanos } from '../../clock.ts';
import type { Connection } from '../../host/connection.ts';
import type { Report } from '../../timeline.ts';
import { type ConnectionRecord, type FailureCause, isEchoed } from '../record/connection-record.ts';
import { Application } from './application.ts';
import { ExpectedEcho } from './expected-echo.ts';
import { FramedEnd } from './framed-end.ts';
import type { HostConfig } from './host-config.ts';
import { isDeafToProbes } from './profile.ts';
import { Talker } from './talker.ts';

type Failure = NonNullable<ConnectionRecord['failure']>;

export interface PeerConnectionInput {
  readonly clock: Clock;
  readonly config: HostConfig;
  readonly farSide: FarSide;
  readonly connection: Connection;
  readonly address: string;
  /** The device's port. */
  readonly port: number;
  readonly socket?: number;
  readonly report: Report;
  /** The chip was faulty since then, and what the device sends may be anything. */
  readonly wasFaultySince: (sinceNs: Nanos) => boolean;
  readonly powerOff: () => void;
  /** Of the device. */
  readonly worstPollMs: number;
}

export class PeerConnection implements ConnectionRecord {
  readonly connection: Connection;
  readonly peer: string;
  readonly address: string;
  readonly port: number;
  readonly socket?: number;
  readonly deaf: boolean;
  readonly traffic: Traffic['kind'];
  establishedAtNs: Nanos | null = null;
  stoppedReading = false;
  noEcho: ConnectionRecord['noEcho'] = undefined;
  isEndedByDevice = false;
  readonly #clock: Clock;
  readonly #echo: ExpectedEcho;
  readonly #heard: StreamReader;
  /** Between TCP and the applications; null: nothing is. */
  readonly #framed: FramedEnd | null;
  /** Messages with which the peer ends its side. */
  readonly #farewells: readonly string[];
  readonly #application: Application;
  /** Null: the spec has no dialogue for the socket. */
  readonly #talker: Talker | null;
  readonly #received = new GrowingBytes();
  /** The failures in order. When one is repaired, the later ones stay. */
  #failures: readonly Failure[] = [];
  #closed = false;
  /** Data that arrived while the script of the page hangs. The script gets it later. */
  #unseen: Uint8Array[] = [];

  constructor(input: PeerConnectionInput) {
    const { clock, config, farSide, connection, address, port, socket } = input;
    this.#clock = clock;
    this.connection = connection;
    this.peer = config.name;
    this.address = address;
    this.port = port;
    if (socket !== undefined) this.socket = socket;
    const { profile } = config;
    this.deaf = isDeafToProbes(profile);
    this.traffic = farSide.traffic.kind;
    this.#echo = new ExpectedEcho(farSide, input.worstPollMs);
    this.#heard = farSide.read(farSide.fromDevice);
    this.#framed = this.#newFramedEnd(input);
    this.#farewells = farSide.toDevice.flatMap(({ name, isLast }) => (isLast === true ? [name] : []));
    const send = (bytes: Uint8Array): void => {
      if (!this.#closed) this.#send(bytes, 'itself');
    };
    this.#talker = farSide.traffic.kind === 'dialogue' ? this.#newTalker(farSide.traffic.begin(profile.speaks)) : null;
    this.#application = new Application({
      ...{ clock, connection, farSide, profile, send, isFramed: this.isFramed },
      sendAny: (bytes) => this.#sendAny(bytes, farSide),
      leave: () => {
        this.fail('close');
        this.close();
      },
      follow: () => this.close(),
    });
    connection.onConnected = () => this.established();
    connection.onReceived = (bytes) => this.#give(this.#framed === null ? bytes : this.#framed.take(bytes));
    connection.onClosed = () => {
      this.#framed?.deviceClosed();
      this.#talker?.deviceClosed();
      this.#application.deviceClosed();
    };
    connection.onWindowShut = () => this.fail('window');
  }

  get isFramed(): boolean {
    return this.#framed !== null;
  }

  /** Its WebSocket is open. */
  get isOpen(): boolean {
    return this.#framed?.isOpen === true;
  }

  get isRefused(): boolean {
    return this.#framed?.isRefused === true;
  }

  /** The peer reads, and waits for the device to accept its WebSocket; one that was refused waits for ever. */
  get isAwaiting(): boolean {
    return this.#framed?.isAwaiting === true && this.#application.reads;
  }

  get pongs(): number {
    return this.#framed?.pongs ?? 0;
  }

  get sent(): Uint8Array {
    return this.#echo.bytes;
  }

  get received(): Uint8Array {
    const { held } = this.#heard;
    return held.length === 0 ? this.#received.all : joined([this.#received.all, held]);
  }

  get lateCount(): number {
    return this.#echo.lateCount(this.#clock.nowNs);
  }

  readonly saidNs = (message: string): Nanos | undefined => this.#echo.saidNs(message);

  /** Everything that the peer has sent is answered, as far as its traffic expects an answer. */
  get isSettled(): boolean {
    if (this.#talker !== null) return !this.#talker.isInRound || !this.#hasConnection();
    if (!isEchoed(this)) return this.connection.unacknowledgedBytes === 0;
    const [expected, got] = [this.sent.length, this.received.length];
    return got <= expected && got >= expected - this.lateCount;
  }

  /** The echo is late or differs; from now on the peer expects nothing. */
  expectNothing(why: string): void {
    this.noEcho ??= { atNs: this.#clock.nowNs, text: why };
  }

  established(): void {
    if (this.establishedAtNs !== null) return;
    this.establishedAtNs = this.#clock.nowNs;
    this.stoppedReading = !this.#application.reads;
    this.#framed?.begin();
    this.#application.established();
  }

  get difference(): ConnectionRecord['difference'] {
    return this.#talker?.difference;
  }

  get answers(): number {
    return this.#talker?.answers ?? 0;
  }

  send(bytes: Uint8Array, kind?: MessageKind): void {
    this.#send(bytes, 'scenario', kind);
  }

  /** What a step sends: the bytes, or a round of the dialogue. */
  exchange(bytes: Uint8Array, kind?: MessageKind): void {
    if (this.#talker === null) this.send(bytes, kind);
    else this.#talker.startRound();
  }

  /** Does what only a WebSocket can; see {@link FramedEnd.act}. */
  act(action: FramingAction, mostBytes?: number): void {
    if (action.what === 'message') this.#note(action.data, 'scenario');
    if (action.what === 'close') this.fail('websocket-close');
    this.#framed?.act(action, mostBytes);
  }

  close(): void {
    this.#closed = true;
    this.#talker?.peerClosed();
    this.connection.close();
  }

  setReading(reads: boolean): void {
    this.stoppedReading ||= !reads;
    this.#application.setReading(reads);
    this.#talker?.wake();
    if (reads) this.recover('window');
  }

  setHanging(hangs: boolean): void {
    this.#application.setHanging(hangs);
    this.stoppedReading ||= !this.#application.reads;
    for (const bytes of hangs ? [] : this.#unseen.splice(0)) this.#take(bytes);
    this.#talker?.wake();
  }

  /** The scenario, or the peer's own behaviour, has ended the peer's side. */
  fail(cause: FailureCause, isCollateral = false): void {
    const failure = { atNs: this.#clock.nowNs, cause, ...(isCollateral && { isCollateral }) };
    const isNew = this.#failures.every((earlier) => earlier.cause !== cause);
    if (this.establishedAtNs !== null && isNew) this.#failures = [...this.#failures, failure];
  }

  recover(cause: FailureCause): void {
    this.#failures = this.#failures.filter((failure) => failure.cause !== cause);
  }

  /** The first that is not repaired. */
  get failure(): Failure | null {
    return this.#failures[0] ?? null;
  }

  get ownFailure(): Failure | null {
    return this.#failures.find(({ cause }) => cause !== 'chip-fault') ?? null;
  }

  #hasConnection(): boolean {
    return ['ESTABLISHED', 'CLOSE-WAIT', 'FIN-WAIT-1', 'FIN-WAIT-2'].includes(this.connection.state);
  }

  #newTalker(dialogue: Dialogue): Talker {
    return new Talker({
      ...{ clock: this.#clock, dialogue },
      send: (bytes) => {
        const canSend = !this.#closed && ['ESTABLISHED', 'CLOSE-WAIT'].includes(this.connection.state);
        if (canSend) this.#send(bytes, 'itself');
      },
      held: () => this.#heard.held,
      isAwake: () => this.#application.isAwake && this.#hasConnection(),
    });
  }

  /** A dialogue would fail at bytes that no entry knows. So a round of it is sent instead, or the last message again. */
  #sendAny(bytes: Uint8Array, { traffic }: FarSide): void {
    if (this.#closed) return;
    if (this.#talker === null || traffic.kind !== 'dialogue' || !traffic.speaksFirst) this.#send(bytes, 'itself');
    else if (!this.#talker.isInRound) this.#talker.startRound();
  }

  #newFramedEnd({ clock, config, farSide, connection, report, wasFaultySince, powerOff }: PeerConnectionInput) {
    const habits = config.profile.websocket;
    const framing = farSide.frames(habits);
    if (framing === null) return null;
    return new FramedEnd({
      ...{ clock, connection, framing, habits, powerOff },
      report: ({ rule, text }) => {
        const excused = wasFaultySince(this.establishedAtNs ?? 0) && { excused: true as const };
        report({ kind: 'violation', rule, text: `${config.name}: ${text}`, ...excused });
      },
      fail: (cause) => this.fail(cause),
      opened: () => {
        if (habits.hangs) this.setHanging(true);
      },
      endedByDevice: () => {
        this.isEndedByDevice = true;
      },
      close: () => this.close(),
    });
  }

  /** What a method or a dialogue sends is text where it can be. */
  #send(bytes: Uint8Array, by: 'scenario' | 'itself', kind: MessageKind = isText(bytes) ? 'text' : 'binary'): void {
    this.#note(bytes, by);
    if (this.#framed === null) this.connection.send(bytes);
    else this.#framed.send(bytes, kind);
  }

  #note(bytes: Uint8Array, by: 'scenario' | 'itself'): void {
    const said = this.#echo.sent(bytes, this.#clock.nowNs, by);
    const farewell = said.find((name) => this.#farewells.includes(name));
    if (farewell !== undefined) this.fail(`said ${farewell}`);
  }

  #give(bytes: Uint8Array): void {
    if (this.#application.isAwake || !this.#application.reads) this.#take(bytes);
    else this.#unseen.push(bytes);
  }

  #take(bytes: Uint8Array): void {
    this.#application.heard();
    for (const piece of this.#heard.take(bytes)) {
      if (piece.kind === 'data') {
        this.#received.add(piece.bytes);
        this.#talker?.received(piece.bytes);
      } else this.#application.hears(piece.name);
    }
  }
}

function isText(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
