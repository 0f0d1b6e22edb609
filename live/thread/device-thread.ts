import { MessageChannel, Worker } from 'node:worker_threads';
import type { Action, Batch, DeviceOrder, Ended, FromThread, ToThread } from './messages.ts';
import type { ThreadData } from './thread-mailbox.ts';

/** A device on a thread of its own, built and waiting for power. */
export interface DeviceThread {
  /** Gives it power. Resolves when the device has ended; rejects when the thread fails. */
  start(onBatch: (batch: Batch) => void): Promise<Ended>;
  receive(frame: Uint8Array): void;
  /** Actions before the start take effect right after it. */
  act(action: Action): void;
  /** Ends the thread at once, whatever it does. */
  terminate(): Promise<unknown>;
}

export type Prepared<Refusal> =
  | { readonly ok: true; readonly device: DeviceThread }
  /** The firmware cannot be built. */
  | { readonly ok: false; readonly refusal: Refusal };

/** Starts the thread and waits until it has built the firmware. `file` is a module that calls `threadMailbox`. */
export async function prepareDevice<Program, Refusal>(
  file: string | URL,
  order: DeviceOrder<Program>,
): Promise<Prepared<Refusal>> {
  const signal = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const { port1: outbox, port2: inbox } = new MessageChannel();
  const workerData: ThreadData<Program> = { order, signal, inbox };
  const worker = new Worker(file, { workerData, transferList: [inbox] });
  const failed = failureOf(worker);
  const post = (message: ToThread | null): void => {
    outbox.postMessage(message);
    Atomics.add(signal, 0, 1);
    Atomics.notify(signal, 0);
  };
  const terminate = (): Promise<unknown> => {
    outbox.close();
    return worker.terminate();
  };
  const refusal = await Promise.race([refusalOf<Refusal>(worker), failed]);
  if (refusal !== null) {
    await terminate();
    return { ok: false, ...refusal };
  }
  let early: Action[] | null = [];
  const start = (onBatch: (batch: Batch) => void): Promise<Ended> => {
    const ended = endOf(worker, onBatch);
    post(null);
    for (const action of early ?? []) post({ action });
    early = null;
    return Promise.race([ended, failed]);
  };
  const act = (action: Action): void => {
    if (early === null) post({ action });
    else early.push(action);
  };
  return { ok: true, device: { start, act, receive: (frame) => post({ frame }), terminate } };
}

/** Rejects when the thread fails or ends. */
function failureOf(worker: Worker): Promise<never> {
  const failed = new Promise<never>((_, reject) => {
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the device thread has ended')));
  });
  failed.catch(() => {}); // nothing waits for it after the end of the run
  return failed;
}

/** Null when the thread is ready. */
function refusalOf<Refusal>(worker: Worker): Promise<{ readonly refusal: Refusal } | null> {
  return new Promise((resolve) => {
    worker.on('message', (message: FromThread<Refusal>) => {
      if (message.kind === 'ready') resolve(null);
      if (message.kind === 'refused') resolve({ refusal: message.refusal });
    });
  });
}

function endOf(worker: Worker, onBatch: (batch: Batch) => void): Promise<Ended> {
  return new Promise((resolve) => {
    worker.on('message', (message: FromThread) => {
      if (message.kind === 'batch') onBatch(message);
      if (message.kind === 'ended') resolve(message);
    });
  });
}
