/** The application at the peer's end of one connection: the far side of the spec, with the manners of its kind. */
import type { FarSide } from '../../../contract/far-side.ts';
import { type Clock, type Nanos, NS_PER_MS } from '../../clock.ts';
import type { Connection } from '../../host/connection.ts';
import type { Character } from './character.ts';

/** Where any data is an answer, ASCII ACK is as good as any. */
const ANY_ANSWER = Uint8Array.of(0x06);
/** Where any data is a sign of life. */
const ANY_SIGN_OF_LIFE = Uint8Array.of(0x00);

export interface ApplicationInput {
  readonly clock: Clock;
  readonly connection: Connection;
  readonly farSide: FarSide;
  readonly character: Character;
  readonly send: (bytes: Uint8Array) => void;
  /** Closes its side because its kind does. */
  readonly leave: () => void;
  /** Closes its side because the device has. */
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
    this.#reads = input.character.kind !== 'never-reads';
    this.#heardNs = input.clock.nowNs;
  }

  get reads(): boolean {
    return this.#reads && !this.#hangs;
  }

  established(): void {
    const { character, clock, leave, farSide } = this.#input;
    this.#heardNs = clock.nowNs;
    this.#applyReading();
    if (character.kind === 'closes-at-once') leave();
    if (character.idle !== null) this.#checkIdleness();
    const sign = farSide.signOfLife;
    if (sign !== null && character.speaks) {
      const bytes = sign.bytes === null ? ANY_SIGN_OF_LIFE : Uint8Array.from(sign.bytes);
      this.#every(Math.round(sign.everyMs * NS_PER_MS), () => this.#input.send(bytes));
    }
  }

  /** Anything at all has come from the device. */
  heard(): void {
    this.#heardNs = this.#input.clock.nowNs;
  }

  /** @param name of a message of the device */
  hears(name: string): void {
    const { character, farSide, send } = this.#input;
    const message = character.speaks ? farSide.fromDevice.find((it) => it.name === name) : undefined;
    if (message?.answer !== undefined && this.#isOpen()) {
      send(message.answer === null ? ANY_ANSWER : Uint8Array.from(message.answer));
    }
    if (message?.isLast === true) this.#endOfDevice();
  }

  /** The device has closed its side: nothing more will come. */
  deviceClosed(): void {
    if (this.#input.character.speaks && this.#input.farSide.isInvolved) this.#endOfDevice();
  }

  setReading(reads: boolean): void {
    this.#reads = reads;
    this.#applyReading();
  }

  /** While it hangs it does nothing at all; then it sees to what has piled up. */
  setHanging(hangs: boolean): void {
    this.#hangs = hangs;
    this.#applyReading();
    if (!hangs && this.#deviceIsDone) this.#endOfDevice();
  }

  #endOfDevice(): void {
    this.#deviceIsDone = true;
    if (!this.#hangs) this.#input.follow();
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

  /** The server looks at all its connections at once, at every interval since its start. */
  #checkIdleness(): void {
    const { clock, character, leave, connection } = this.#input;
    if (character.idle === null) return;
    const { checkEveryNs, closeAfterNs } = character.idle;
    clock.at((Math.floor(clock.nowNs / checkEveryNs) + 1) * checkEveryNs, () => {
      if (connection.state !== 'ESTABLISHED') return;
      if (clock.nowNs - this.#heardNs >= closeAfterNs && !this.#hangs) leave();
      else this.#checkIdleness();
    });
  }
}
