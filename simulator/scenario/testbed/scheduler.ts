/** Runs a task, a generator that yields what it waits for, on the virtual clock. */
import type { Clock, Nanos, Timer } from '../../clock.ts';

/** What a task waits for. */
export interface Waiting {
  /** In a few words, for the sentence about a timeout. */
  readonly what: string;
  /** Evaluated after every event of the run. Without it the task sleeps until the limit. */
  readonly until?: () => boolean;
  readonly limitNs: Nanos;
}

/** Yields what it waits for, and gets back whether the condition was met before the limit. */
export type Task<T = void> = Generator<Waiting, T, boolean>;

export interface Scheduler {
  /** An event has happened: evaluates the condition again, at this time but after everything that is due now. */
  wake(): void;
  readonly finished: boolean;
  /** What the task currently waits for, in a few words. */
  readonly waitingFor: string;
}

/** Starts the task when the clock next advances. */
export function startTask(clock: Clock, task: Task): Scheduler {
  let waiting: Waiting | null = null;
  let deadline: Timer | null = null;
  let woken = false;
  let finished = false;

  const resume = (cameTrue: boolean): void => {
    deadline?.cancel();
    const { value, done } = task.next(cameTrue);
    if (done) {
      waiting = null;
      finished = true;
      return;
    }
    waiting = value;
    deadline = clock.after(value.limitNs, () => resume(value.until === undefined || value.until()));
    wake();
  };
  const look = (): void => {
    woken = false;
    if (waiting?.until?.()) resume(true);
  };
  const wake = (): void => {
    if (woken || waiting?.until === undefined) return;
    woken = true;
    clock.after(0, look);
  };

  clock.after(0, () => resume(true));
  return {
    wake,
    get finished() {
      return finished;
    },
    get waitingFor() {
      return waiting?.what ?? 'its start';
    },
  };
}
