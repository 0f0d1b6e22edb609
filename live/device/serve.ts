/** Runs a device in step with wall-clock time and exchanges messages with the command, from power-up to the end. */
import type { BoardPlan } from '../../contract/board.ts';
import { type Nanos, NS_PER_MS } from '../../simulator/clock.ts';
import type { TimelineEvent } from '../../simulator/timeline.ts';
import type { Mailbox } from '../thread/messages.ts';
import { LiveDevice, type LiveDeviceOptions } from './live-device.ts';
import { Pacer } from './pacer.ts';

export interface ServeOptions {
  readonly plan: BoardPlan;
  readonly seed: number;
  readonly engine: LiveDeviceOptions['engine'];
  readonly mailbox: Mailbox;
  /** Monotonic wall-clock time from any start. */
  readonly wallNs: () => Nanos;
}

/** Returns when the user quits or the firmware can go no further; the last message posted is `ended`. */
export function serve({ plan, seed, engine, mailbox, wallNs }: ServeOptions): void {
  const outbox = new Outbox(mailbox);
  const device = new LiveDevice({ plan, engine, seed, onEvent: outbox.addEvent, onFrame: outbox.addFrame });
  mailbox.post({ kind: 'ready' });
  waitForPower(mailbox);
  const pacer: Pacer = new Pacer({
    ...{ clock: device.clock, wallNs },
    serve: () => {
      mailbox.mark(); // before the messages are taken, or a message posted in between would not end the sleep
      const isOver = takeAll(device, mailbox);
      outbox.flush(pacer.lostNs);
      return isOver;
    },
    sleep: (ns) => mailbox.sleep(ns / NS_PER_MS),
  });
  const result = device.run(() => pacer.pause());
  outbox.flush(pacer.lostNs);
  const { engineName, clock } = device;
  mailbox.post({ kind: 'ended', engine: engineName, result, nowNs: clock.nowNs, lostNs: pacer.lostNs });
}

function waitForPower(mailbox: Mailbox): void {
  for (;;) {
    mailbox.mark();
    if (mailbox.take() !== undefined) return;
    mailbox.sleep();
  }
}

/** True when the user quits. */
function takeAll(device: LiveDevice, mailbox: Mailbox): boolean {
  for (;;) {
    const message = mailbox.take();
    if (message == null) return false;
    if ('frame' in message) device.receive(message.frame);
    else if (message.action === 'cable') device.toggleCable();
    else if (message.action === 'reset') device.resetChip();
    else return true;
    device.settle();
  }
}

/** Collects what happens between two looks at the mailbox. */
class Outbox {
  readonly #mailbox: Mailbox;
  #events: TimelineEvent[] = [];
  #frames: Uint8Array[] = [];

  constructor(mailbox: Mailbox) {
    this.#mailbox = mailbox;
  }

  readonly addEvent = (event: TimelineEvent): void => void this.#events.push(event);
  readonly addFrame = (frame: Uint8Array): void => void this.#frames.push(frame);

  flush(lostNs: number): void {
    if (this.#events.length + this.#frames.length === 0) return;
    this.#mailbox.post({ kind: 'batch', events: this.#events, frames: this.#frames, lostNs });
    this.#events = [];
    this.#frames = [];
  }
}
