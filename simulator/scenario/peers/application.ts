/** The application at the peer's end of one connection: the far side of the spec, with the manners of its kind. */
import type { WatchPlan } from '../../../contract/device.ts';
import { type Clock, type Nanos, NS_PER_MS } from '../../clock.ts';
import type { Connection } from '../../host/connection.ts';
import { answerTo, type FromDevice, heartbeatFor } from '../../host/protocol.ts';
import type { Character } from './character.ts';

export interface ApplicationInput {
  readonly clock: Clock;
  readonly connection: Connection;
  readonly watch: WatchPlan;
  readonly character: Character;
  readonly send: (bytes: Uint8Array) => void;
  /** Closes its side because its kind does. */
  readonly leave: () => void;
  /** Closes its side because the device has. */
  readonly follow: () => void;
}

export class Application {
  readonly #input: ApplicationInput;
  readonly #answer: Uint8Array | null;
  #reads: boolean;
  #hangs = false;
  #deviceIsDone = false;
  #heardNs: Nanos;

  constructor(input: ApplicationInput) {
    this.#input = input;
    this.#answer = answerTo(input.watch);
    this.#reads = input.character.kind !== 'never-reads';
    this.#heardNs = input.clock.nowNs;
  }

  get reads(): boolean {
    return this.#reads && !this.#hangs;
  }

  established(): void {
    const { character, clock, leave, watch } = this.#input;
    this.#heardNs = clock.nowNs;
    this.#applyReading();
    if (character.kind === 'closes-at-once') leave();
    if (character.idle !== null) this.#checkIdleness();
    const heartbeat = heartbeatFor(watch);
    if (heartbeat !== null && character.speaks) {
      this.#every(Math.round(heartbeat.everyMs * NS_PER_MS), () => this.#input.send(heartbeat.bytes));
    }
  }

  /** Anything at all has come from the device. */
  heard(): void {
    this.#heardNs = this.#input.clock.nowNs;
  }

  hears(message: FromDevice): void {
    if (!this.#input.character.speaks) return;
    if (message === 'question' && this.#answer !== null && this.#isOpen()) this.#input.send(this.#answer);
    if (message === 'goodbye') this.#endOfDevice();
  }

  /** The device has closed its side: nothing more will come. */
  deviceClosed(): void {
    if (this.#input.character.speaks && hasProtocol(this.#input.watch)) this.#endOfDevice();
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

/** Plain applications leave the end to the scenario. */
function hasProtocol({ primer, idle, heartbeat, ask, goodbye }: WatchPlan): boolean {
  return [primer, idle, heartbeat.send, heartbeat.expect, ask, goodbye].some((method) => method !== null);
}
