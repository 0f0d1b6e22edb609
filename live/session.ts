import type { Plan } from '../contract/plan.ts';
import { CliError } from '../generator/cli/cli-error.ts';
import type { Io } from '../generator/cli/io.ts';
import type { Args } from '../generator/cli/options.ts';
import { type CaptureFile, openCapture } from './capture-file.ts';
import { type DeviceThread, type Ended, prepareDevice } from './device-thread.ts';
import { listenForKeys } from './keys.ts';
import { openTap, type Tap, type TapOptions } from './tap.ts';
import type { Telling } from './telling.ts';

export interface SessionOptions {
  readonly plan: Plan;
  readonly args: Args;
  readonly io: Io;
  readonly tap: Pick<TapOptions, 'name' | 'address' | 'prefix'>;
  readonly telling: Telling;
}

/** Runs a device on a TAP device until somebody or something ends it; leaves nothing behind. */
export async function runSession({ plan, args, io, tap: place, telling }: SessionOptions): Promise<Ended> {
  const device = await prepareDevice(plan, args);
  let capture: CaptureFile | null = null;
  let tap: Tap | null = null;
  // From before socat is started: a signal must not end this process without it.
  const keys = listenForKeys(io, device.act);
  try {
    capture = args.pcap === undefined ? null : openCapture(args.pcap);
    const lost = deferred();
    tap = await openTap({
      ...place,
      onFrame: device.receive,
      onLost: (why) => lost.reject(new CliError(1, `the TAP device ${place.name} is gone; socat said: ${why}`)),
    });
    telling.begin();
    return await Promise.race([run(device, tap, capture, telling), lost.promise]);
  } finally {
    keys.close();
    tap?.close();
    await device.terminate();
    capture?.close();
  }
}

function run(device: DeviceThread, tap: Tap, capture: CaptureFile | null, telling: Telling): Promise<Ended> {
  const wrong = deferred();
  const ended = device.start(({ events, frames, lostNs }) => {
    for (const frame of frames) tap.send(frame);
    try {
      capture?.write(events);
    } catch (error) {
      wrong.reject(error);
    }
    telling.take(events, lostNs);
  });
  return Promise.race([ended, wrong.promise]);
}

/** A promise that only breaks. */
function deferred(): { readonly promise: Promise<never>; reject(error: unknown): void } {
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<never>((_, broken) => {
    reject = broken;
  });
  promise.catch(() => {});
  return { promise, reject };
}
