/**
 * Virtual time: integer nanoseconds since the start of the run, and the queue of what is due.
 *
 * Nothing in the simulator reads the wall clock. Events due at the same time run in the order in which they were
 * scheduled, so one seed gives one timeline.
 */

export { NS_PER_MS, NS_PER_S, NS_PER_US } from '../values/time.ts';

/** Nanoseconds of virtual time. A double holds them exactly for 104 days. */
export type Nanos = number;

/** A scheduled event; `cancel` may be called at any time and more than once. */
export interface Timer {
  readonly dueNs: Nanos;
  cancel(): void;
}

class Entry implements Timer {
  cancelled = false;
  constructor(
    readonly dueNs: Nanos,
    readonly order: number,
    readonly run: () => void,
  ) {}

  cancel(): void {
    this.cancelled = true;
  }

  before(other: Entry): boolean {
    return this.dueNs < other.dueNs || (this.dueNs === other.dueNs && this.order < other.order);
  }
}

function requireInteger(timeNs: Nanos): void {
  if (!Number.isSafeInteger(timeNs)) throw new RangeError(`virtual time must be integer nanoseconds: ${timeNs}`);
}

export class Clock {
  #nowNs: Nanos = 0;
  #scheduled = 0;
  /** A binary heap, earliest first. */
  readonly #heap: Entry[] = [];
  /** When the heap's first entry is due, cancelled or not; `Infinity` when it is empty. */
  #earliestNs: Nanos = Infinity;

  get nowNs(): Nanos {
    return this.#nowNs;
  }

  /** When the next event is due; `Infinity` when nothing is scheduled. */
  get nextDueNs(): Nanos {
    this.#dropCancelled();
    return this.#heap[0]?.dueNs ?? Infinity;
  }

  /** Runs `run` at `dueNs`, or at the next advance if that time has passed. Throws unless the time is an integer. */
  at(dueNs: Nanos, run: () => void): Timer {
    requireInteger(dueNs);
    const entry = new Entry(Math.max(dueNs, this.#nowNs), this.#scheduled++, run);
    this.#push(entry);
    return entry;
  }

  after(delayNs: Nanos, run: () => void): Timer {
    return this.at(this.#nowNs + delayNs, run);
  }

  /**
   * Advances time to `targetNs` and runs each due event at its own time. Events may schedule others. Throws if it is
   * called from within an event, or if the time is not an integer.
   */
  advanceTo(targetNs: Nanos): void {
    // Usually nothing is due: engines advance time in steps far below a millisecond.
    if (targetNs < this.#earliestNs && targetNs >= this.#nowNs && Number.isSafeInteger(targetNs) && !this.#advancing) {
      this.#nowNs = targetNs;
      return;
    }
    this.#runTo(targetNs);
  }

  #runTo(targetNs: Nanos): void {
    requireInteger(targetNs);
    if (this.#advancing) throw new Error('Clock.advanceTo called from within an event');
    this.#advancing = true;
    try {
      for (;;) {
        this.#dropCancelled();
        const next = this.#heap[0];
        if (next === undefined || next.dueNs > targetNs) break;
        this.#pop();
        this.#nowNs = next.dueNs;
        next.run();
      }
      if (targetNs > this.#nowNs) this.#nowNs = targetNs;
    } finally {
      this.#advancing = false;
    }
  }

  #advancing = false;

  #dropCancelled(): void {
    while (this.#heap[0]?.cancelled) this.#pop();
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let index = heap.length;
    heap.push(entry);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!entry.before(heap[parent] as Entry)) break;
      heap[index] = heap[parent] as Entry;
      index = parent;
    }
    heap[index] = entry;
    this.#earliestNs = (heap[0] as Entry).dueNs;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop() as Entry;
    this.#earliestNs = Infinity;
    if (heap.length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && (heap[child + 1] as Entry).before(heap[child] as Entry)) child++;
      if (!(heap[child] as Entry).before(last)) break;
      heap[index] = heap[child] as Entry;
      index = child;
    }
    heap[index] = last;
    this.#earliestNs = (heap[0] as Entry).dueNs;
  }
}
