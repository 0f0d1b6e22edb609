/** The thread's side. The engine runs synchronously, so the thread has no event loop and sleeps on a shared word. */
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { DeviceOrder, Mailbox, ToThread } from './messages.ts';

/** What the thread is started with. */
export interface ThreadData<Program> {
  readonly order: DeviceOrder<Program>;
  /** One word that counts what was posted to `inbox`. */
  readonly signal: Int32Array;
  readonly inbox: MessagePort;
}

/** To be called once, on the thread that `prepareDevice` has started. */
export function threadMailbox<Program>(): { readonly order: DeviceOrder<Program>; readonly mailbox: Mailbox } {
  const { order, signal, inbox } = workerData as ThreadData<Program>;
  let seen = 0;
  const mailbox: Mailbox = {
    take: () => receiveMessageOnPort(inbox)?.message as ToThread | null | undefined,
    mark: () => {
      seen = Atomics.load(signal, 0);
    },
    sleep: (ms) => void Atomics.wait(signal, 0, seen, ms),
    post: (message) => parentPort?.postMessage(message),
  };
  return { order, mailbox };
}
