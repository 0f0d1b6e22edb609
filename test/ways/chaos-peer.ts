/** A peer that lives as the spec wants it to, until it is told to fall silent; and what it has seen of the device. */
import type { Plan } from '../../contract/plan.ts';
import type { Connection } from '../../simulator/host/connection.ts';
import type { Rig } from '../whole/rig.ts';
import { type Dice, WORDS } from './chaos-specs.ts';
import { text, utf8 } from './rig.ts';

const DEVICE_WORDS = [WORDS.primer, WORDS.heartbeat, WORDS.question, WORDS.goodbye];

export class Life {
  readonly connection: Connection;
  /** Everything that the application on the device should send back. */
  #owed = '';
  #living = true;
  #answered = 0;
  readonly #rig: Rig;
  readonly #dice: Dice;

  constructor(rig: Rig, connection: Connection, dice: Dice) {
    this.#rig = rig;
    this.#dice = dice;
    this.connection = connection;
    connection.onReceived = () => this.#heed();
    for (const everyMs of this.#everyMs()) this.#again(everyMs);
    this.#chatter();
  }

  get #watch() {
    const [socket] = this.#rig.plan.sockets;
    if (socket === undefined) throw new Error('no socket');
    return socket.watch;
  }

  /** Says nothing any more, whatever happens; its kernel goes on. */
  hang(): void {
    this.#living = false;
  }

  say(words: string): void {
    if (this.connection.state !== 'ESTABLISHED') return;
    const at = this.#dice.is(0.3) ? this.#dice.between(0, words.length) : 0;
    const halves = [words.slice(0, at), words.slice(at)].filter((half) => half.length > 0);
    for (const half of halves) this.connection.send(utf8(half));
    this.#owed += this.#passes(words) ? words : '';
  }

  #passes(words: string): boolean {
    const { heartbeat, ask, goodbye } = this.#watch;
    if (words === WORDS.expected && heartbeat?.expect?.message != null) return heartbeat.expect.pass;
    if (words === WORDS.answer && ask?.answer != null) return ask.answer.pass;
    return !(words === WORDS.goodbye && goodbye?.message != null);
  }

  /** Everything that is to come back has come. */
  get settled(): boolean {
    return this.#heard().length === this.#owed.length && this.connection.unacknowledgedBytes === 0;
  }

  #heard(): string {
    let heard = text(this.connection.received);
    for (const word of DEVICE_WORDS) heard = heard.replaceAll(word, '');
    return heard;
  }

  /** What came back is what was sent, in order, as far as it has come; the device's own words stand whole between. */
  problem(plan: Plan): string | null {
    const heard = this.#heard();
    if (this.#owed.startsWith(heard)) return null;
    const at = [...heard].findIndex((letter, index) => letter !== this.#owed[index]);
    return `${plan.name}: at ${at} came ${heard.slice(at, at + 40)} instead of ${this.#owed.slice(at, at + 40)}`;
  }

  /** A little sooner than the device's limits. */
  #everyMs(): readonly number[] {
    const { idle, heartbeat } = this.#watch;
    const limits = [idle?.closeAfterMs, heartbeat?.expect?.withinMs].filter((ms) => ms !== undefined);
    return limits.map((ms) => Math.round((ms * this.#dice.between(40, 85)) / 100));
  }

  #again(everyMs: number): void {
    this.#rig.clock.after(everyMs * 1e6, () => {
      if (!this.#living) return;
      this.say(this.#watch.heartbeat?.expect?.message == null ? 'beat' : WORDS.expected);
      this.#again(everyMs);
    });
  }

  #chatter(): void {
    const quiet = this.#dice.is(0.3);
    const next = (): void => {
      if (!this.#living) return;
      const length = this.#dice.pick(1, 7, 300, 1460, 3000);
      this.say(
        Array.from({ length }, (_, index) => String.fromCharCode(97 + ((this.#owed.length + index) % 26))).join(''),
      );
      this.#rig.clock.after(this.#dice.between(1, quiet ? 6000 : 900) * 1e6, next);
    };
    this.#rig.clock.after(this.#dice.between(1, quiet ? 4000 : 300) * 1e6, next);
  }

  #heed(): void {
    if (!this.#living) return;
    const questions = text(this.connection.received).split(WORDS.question).length - 1;
    for (; this.#answered < questions; this.#answered++) {
      this.say(this.#watch.ask?.answer == null ? 'yes' : WORDS.answer);
    }
  }
}
