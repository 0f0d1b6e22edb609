import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MessageChannel, Worker } from 'node:worker_threads';
import type { Plan } from '../contract/plan.ts';
import { CliError } from '../generator/cli/cli-error.ts';
import type { Args } from '../generator/cli/options.ts';
import type { Deed, DeviceData, FromDevice, ToDevice } from './messages.ts';

export type Batch = Extract<FromDevice, { readonly kind: 'batch' }>;
export type Ended = Extract<FromDevice, { readonly kind: 'ended' }>;

/** The device on its thread, built and waiting for power. */
export interface DeviceThread {
  /** Powers it up. The promise is kept when it has ended; it is broken by what no firmware may cause. */
  start(onBatch: (batch: Batch) => void): Promise<Ended>;
  receive(frame: Uint8Array): void;
  /** What is done before it has power is kept until then. */
  act(deed: Deed): void;
  /** Ends the thread at once, whatever it does. */
  terminate(): Promise<unknown>;
}

/**
 * Builds the firmware on a thread of its own.
 *
 * @throws {CliError} as `prepareEngine` does.
 */
export async function prepareDevice(plan: Plan, args: Args): Promise<DeviceThread> {
  const signal = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const { port1: outbox, port2: inbox } = new MessageChannel();
  const workerData: DeviceData = { plan, args, signal, inbox };
  const worker = new Worker(workerFile(), { workerData, transferList: [inbox] });
  const post = (message: ToDevice | null): void => {
    outbox.postMessage(message);
    Atomics.add(signal, 0, 1);
    Atomics.notify(signal, 0);
  };
  const terminate = (): Promise<unknown> => {
    outbox.close();
    return worker.terminate();
  };
  let onBatch: (batch: Batch) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the device thread has ended')));
  });
  // Whoever waits for the thread hears of it; when nobody does any more it is over anyway.
  failed.catch(() => {});
  const ready = new Promise<void>((resolve, reject) => {
    worker.on('message', (message: FromDevice) => {
      if (message.kind === 'ready') resolve();
      if (message.kind === 'refused') reject(new CliError(message.exitCode, message.message));
      if (message.kind === 'batch') onBatch(message);
    });
  });
  await Promise.race([ready, failed]);
  let early: Deed[] | null = [];
  return {
    start: (listener) => {
      onBatch = listener;
      const ended = new Promise<Ended>((resolve) => {
        worker.on('message', (message: FromDevice) => {
          if (message.kind === 'ended') resolve(message);
        });
      });
      post(null);
      for (const deed of early ?? []) post({ deed });
      early = null;
      return Promise.race([ended, failed]);
    },
    receive: (frame) => post({ frame }),
    act: (deed) => (early === null ? post({ deed }) : void early.push(deed)),
    terminate,
  };
}

/** Beside the chunks of the built command line, or one of its modules. */
function workerFile(): string {
  const places = [
    './live-worker.mjs',
    '../live-worker.mjs',
    '../../dist/live-worker.mjs',
    '../../../dist/live-worker.mjs',
  ];
  const found = places.map((place) => fileURLToPath(new URL(place, import.meta.url))).find(existsSync);
  if (found === undefined) throw new Error('dist/live-worker.mjs is missing; build keepwire with: npm run build');
  return found;
}
