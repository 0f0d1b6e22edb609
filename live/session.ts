import type { Wire, WireHandlers } from './network/wire.ts';
import { captureStart, createCaptureBlocks } from './report/capture.ts';
import type { DeviceThread } from './thread/device-thread.ts';
import type { Action, Batch, Ended } from './thread/messages.ts';

export interface SessionOptions {
  /** Built and waiting for power; terminated at the end. */
  readonly device: DeviceThread;
  readonly openWire: (handlers: WireHandlers) => Promise<Wire>;
  /** Null: nothing is captured. */
  readonly openCapture: (() => CaptureFile) | null;
  /** Calls the function for each action of the user until it is closed. */
  readonly listen: (act: (action: Action) => void) => { close(): void };
  readonly reporter: RunReporter;
}

/** A file that others may read while it grows. */
export interface CaptureFile {
  write(bytes: Uint8Array): void;
  close(): void;
}

/** Gets what happens, as it happens. May throw, which ends the run. */
export interface RunReporter {
  /** The device is about to get power. */
  begin(): void;
  batch(batch: Batch): void;
}

/** Runs a device on a wire until the user or the firmware ends it. Closes everything it was given or has opened. */
export async function runSession(options: SessionOptions): Promise<Ended> {
  const { device, openWire, openCapture, listen, reporter } = options;
  let capture: CaptureFile | null = null;
  let wire: Wire | null = null;
  // Before the wire is opened: a signal that ended this process at once would leave the interface behind.
  const input = listen(device.act);
  try {
    capture = openCapture?.() ?? null;
    capture?.write(Buffer.concat(captureStart()));
    const failure = createFailure();
    wire = await openWire({ onFrame: device.receive, onLost: failure.reject });
    reporter.begin();
    return await Promise.race([run(device, wire, capture, reporter), failure.promise]);
  } finally {
    input.close();
    wire?.close();
    await device.terminate();
    capture?.close();
  }
}

function run(device: DeviceThread, wire: Wire, capture: CaptureFile | null, reporter: RunReporter): Promise<Ended> {
  const failure = createFailure();
  const blockOf = createCaptureBlocks();
  const ended = device.start((batch) => {
    for (const frame of batch.frames) wire.send(frame);
    try {
      const blocks = batch.events.flatMap((event) => blockOf(event) ?? []);
      if (blocks.length > 0) capture?.write(Buffer.concat(blocks));
      reporter.batch(batch);
    } catch (error) {
      failure.reject(error);
    }
  });
  return Promise.race([ended, failure.promise]);
}

/** A promise that can only be rejected. */
function createFailure(): { readonly promise: Promise<never>; readonly reject: (error: unknown) => void } {
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<never>((_, settle) => {
    reject = settle;
  });
  promise.catch(() => {});
  return { promise, reject };
}
