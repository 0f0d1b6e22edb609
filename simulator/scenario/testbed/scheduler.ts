/** Runs a script, a generator that yields what it waits for, on the virtual clock. */
import type { Clock, Nanos, Timer } from '../../clock.ts';

/** What a script waits for. */
export interface Waiting {
  /** In a few words, for the sentence that says what never came true. */
  readonly what: string;
  /** Asked again after every event of the run; without it the script just sleeps until the limit. */
  readonly until?: () => boolean;
  readonly limitNs: Nanos;
}

/** Yields what it waits for and gets back whether it came true before its limit. */
export type Script<T = void> = Generator<Waiting, T, boolean>;

export interface Director {
  /** Something has happened: look again, at this time but after everything that is due now. */
  poke(): void;
  readonly finished: boolean;
  /** What the script waits for now, in a few words. */
  readonly waitingFor: string;
}

/** Starts the script as soon as time moves. */
export function direct(clock: Clock, script: Script): Director {
  let waiting: Waiting | null = null;
  let deadline: Timer | null = null;
  let poked = false;
  let finished = false;

  const resume = (cameTrue: boolean): void => {
    deadline?.cancel();
    const { value, done } = script.next(cameTrue);
    if (done) {
      waiting = null;
      finished = true;
      return;
    }
    waiting = value;
    deadline = clock.after(value.limitNs, () => resume(value.until === undefined || value.until()));
    poke();
  };
  const look = (): void => {
    poked = false;
    if (waiting?.until?.()) resume(true);
  };
  const poke = (): void => {
    if (poked || waiting?.until === undefined) return;
    poked = true;
    clock.after(0, look);
  };

  clock.after(0, () => resume(true));
  return {
    poke,
    get finished() {
      return finished;
    },
    get waitingFor() {
      return waiting?.what ?? 'its start';
    },
  };
}
