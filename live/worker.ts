/**
 * The thread in which a device runs in real time. Engines run synchronously and never return, so this thread has no
 * event loop: it looks for messages whenever the CPU waits, and sleeps on a shared word that the sender changes.
 */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { CliError } from '../generator/cli/cli-error.ts';
import { processIo } from '../generator/cli/io.ts';
import { engineNames, prepareEngine } from '../generator/cli/simulate/engine.ts';
import { NS_PER_MS } from '../simulator/clock.ts';
import type { TimelineEvent } from '../simulator/timeline.ts';
import { LiveDevice } from './device.ts';
import type { DeviceData, FromDevice, ToDevice } from './messages.ts';
import { Pacer } from './pacer.ts';

const { plan, args, signal, inbox } = workerData as DeviceData;

function post(message: FromDevice): void {
  parentPort?.postMessage(message);
}

/** Sleeps until something is posted after `seen` was read, `ms` at most. */
function waitForPost(seen: number, ms?: number): void {
  Atomics.wait(signal, 0, seen, ms);
}

class Outbox {
  #events: TimelineEvent[] = [];
  #frames: Uint8Array[] = [];
  readonly add = (event: TimelineEvent): void => void this.#events.push(event);
  readonly send = (frame: Uint8Array): void => void this.#frames.push(frame);

  flush(lostNs: number): void {
    if (this.#events.length + this.#frames.length === 0) return;
    post({ kind: 'batch', events: this.#events, frames: this.#frames, lostNs });
    this.#events = [];
    this.#frames = [];
  }
}

/** True when the device is to end. */
function take(device: LiveDevice): boolean {
  for (;;) {
    const message = receiveMessageOnPort(inbox)?.message as ToDevice | undefined;
    if (message === undefined) return false;
    if ('frame' in message) device.receive(message.frame);
    else if (message.deed === 'cable') device.toggleCable();
    else if (message.deed === 'reset') device.resetChip();
    else return true;
    device.settle();
  }
}

/** From power-up until the user or the firmware ends it. */
function live(device: LiveDevice, outbox: Outbox): void {
  let seen = 0;
  const pacer: Pacer = new Pacer({
    clock: device.clock,
    wallNs: () => Math.round(performance.now() * NS_PER_MS),
    serve: () => {
      // Read before the messages are: what is posted from here on ends the sleep at once.
      seen = Atomics.load(signal, 0);
      const isOver = take(device);
      outbox.flush(pacer.lostNs);
      return isOver;
    },
    sleep: (ns) => waitForPost(seen, ns / NS_PER_MS),
  });
  const result = device.run(() => pacer.pause());
  outbox.flush(pacer.lostNs);
  const { engineName: engine, clock } = device;
  post({ kind: 'ended', engine, result, nowNs: clock.nowNs, lostNs: pacer.lostNs });
}

async function main(): Promise<void> {
  const engine = await prepareEngine(engineNames(args), plan, args, processIo());
  const outbox = new Outbox();
  const device = new LiveDevice({ plan, engine, seed: args.seed, onEvent: outbox.add, onFrame: outbox.send });
  post({ kind: 'ready' });
  while (receiveMessageOnPort(inbox) === undefined) waitForPost(0);
  live(device, outbox);
}

main().catch((error: unknown) => {
  if (!(error instanceof CliError)) throw error;
  post({ kind: 'refused', exitCode: error.exitCode, message: error.message });
});
