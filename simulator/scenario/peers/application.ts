/** The application at the peer's end of one connection: the far side of the spec, with the behaviour of its kind. */
import type { FarSide } from '../../../contract/far-side.ts';
import { type Clock, type Nanos, NS_PER_MS } from '../../clock.ts';
import type { Connection } from '../../host/connection.ts';
import type { PeerProfile } from './profile.ts';
import { messageSetOfSides, withoutMessages } from './without-messages.ts';

/** The answer when any data counts as one: ASCII ACK. */
const ANY_ANSWER = Uint8Array.of(0x06);
/** The sign of life when any data counts as one. */
const ANY_SIGN_OF_LIFE = Uint8Array.of(0x00);

export interface ApplicationInput {
  readonly clock: Clock;
  readonly connection: Connection;
  readonly farSide: FarSide;
  readonly profile: PeerProfile;
  readonly send: (bytes: Uint8Array) => void;
  /** Sends any data, where the device wants some: these bytes, or what fits the traffic of the socket better. */
  readonly sendAny: (bytes: Uint8Array) => void;
  /** Closes the peer's side because its kind does so. */
  readonly leave: () => void;
  /** There is a protocol above TCP (WebSocket). Its session ends with the connection. */
  readonly isFramed: boolean;
  /** Closes the peer's side because the device has closed its own. */
  readonly follow: () => void;
}

export class Application {
  readonly #input: ApplicationInput;
  #reads: boolean;
  #hangs = false;
  #deviceIsDone = false;
  #heardNs: Nanos;

  constructor(input: ApplicationInput) {
    this.#input = input;
    this.#reads = input.profile.kind !== 'never-reads';
    this.#heardNs = input.clock.nowNs;
  }

  /** The peer takes what comes; a browser does so whatever its script does. */
  get reads(): boolean {
    return this.#reads && (!this.#hangs || this.#isBrowser);
  }

  get isAwake(): boolean {
    return this.#reads && !this.#hangs;
  }

  get #isBrowser(): boolean {
    return this.#input.profile.websocket.isBrowser;
  }

  established(): void {
    const { profile, clock, leave, farSide } = this.#input;
    this.#heardNs = clock.nowNs;
    this.#applyReading();
    if (profile.kind === 'closes-at-once') leave();
    if (profile.idle !== null) this.#checkIdleness();
    const sign = farSide.signOfLife;
    if (sign !== null && profile.speaks) {
      const { bytes } = sign;
      const { send, sendAny } = this.#input;
      const say = bytes === null ? () => sendAny(this.#any(ANY_SIGN_OF_LIFE)) : () => send(Uint8Array.from(bytes));
      this.#every(Math.round(sign.everyMs * NS_PER_MS), say);
    }
  }

  /** Data has come from the device. */
  heard(): void {
    this.#heardNs = this.#input.clock.nowNs;
  }

  /** @param name of a message of the device */
  hears(name: string): void {
    const { profile, farSide, send, sendAny } = this.#input;
    const message = profile.speaks ? farSide.fromDevice.find((it) => it.name === name) : undefined;
    if (message?.answer !== undefined && this.#isOpen()) {
      if (message.answer === null) sendAny(this.#any(ANY_ANSWER));
      else send(Uint8Array.from(message.answer));
    }
    if (message?.isLast === true) this.#endOfDevice();
  }

  /** The device has closed its side and will send nothing more. */
  deviceClosed(): void {
    const { profile, farSide, isFramed } = this.#input;
    if (isFramed || (profile.speaks && farSide.isInvolved)) this.#endOfDevice();
  }

  setReading(reads: boolean): void {
    this.#reads = reads;
    this.#applyReading();
  }

  /** While it hangs it does nothing; afterwards it handles what has arrived meanwhile. */
  setHanging(hangs: boolean): void {
    this.#hangs = hangs;
    this.#applyReading();
    if (!hangs && this.#deviceIsDone) this.#endOfDevice();
  }

  #any(bytes: Uint8Array): Uint8Array {
    return withoutMessages(bytes, messageSetOfSides([this.#input.farSide]));
  }

  #endOfDevice(): void {
    this.#deviceIsDone = true;
    if (!this.#hangs || this.#isBrowser) this.#input.follow();
  }

  #applyReading(): void {
    this.#input.connection.autoRead = this.reads;
  }

  #isOpen(): boolean {
    return ['ESTABLISHED', 'CLOSE-WAIT'].includes(this.#input.connection.state);
  }

  #every(periodNs: Nanos, act: () => void): void {
    this.#input.clock.after(periodNs, () => {
      if (this.#input.connection.state !== 'ESTABLISHED') return;
      if (!this.#hangs) act();
      this.#every(periodNs, act);
    });
  }

  /** The server checks all its connections at once, at every interval since its start. */
  #checkIdleness(): void {
    const { clock, profile, leave, connection } = this.#input;
    if (profile.idle === null) return;
    const { checkEveryNs, closeAfterNs } = profile.idle;
    clock.at((Math.floor(clock.nowNs / checkEveryNs) + 1) * checkEveryNs, () => {
      if (connection.state !== 'ESTABLISHED') return;
      if (clock.nowNs - this.#heardNs >= closeAfterNs && !this.#hangs) leave();
      else this.#checkIdleness();
    });
  }
}
