/** An application that keepwire watches, with a library below it, ready to run on the host engine. */
import { fileURLToPath } from 'node:url';
import { benchFiles } from '../../generator/emit/bench.ts';
import { render } from '../../generator/emit/render.ts';
import { PLATFORMS } from '../../generator/platforms/registry.ts';
import { findVendor, libraryFiles } from '../../generator/toolchain/vendor.ts';
import { buildHostFirmware } from '../../simulator/engine/host/build.ts';
import { cache } from '../build-cache.ts';
import { type Built, planOfText } from '../whole/firmware.ts';

/** Written for the tests, with the names of the vendor's. */
export const STAND_IN = fileURLToPath(new URL('library/', import.meta.url));

export const WATCH = { timer: { source: 'millis' }, mcu: { platform: 'iolibrary' } } as const;
export const PERIODS = { keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 } } as const;

/** Every method that a watched socket may have. */
export const ALL_METHODS = {
  idle: { closeAfterS: 60 },
  heartbeat: { expect: { withinS: 40 } },
  sendTimeoutS: 20,
  link: { onDown: 'close' },
  health: { everyS: 1 },
} as const;

const builds = new Map<string, Promise<Built>>();

/** `files` stand in place of those with the same names. */
export function watched(
  spec: Readonly<Record<string, unknown>>,
  files: Readonly<Record<string, string>> = {},
  library = STAND_IN,
): Promise<Built> {
  const text = JSON.stringify({ ...WATCH, ...PERIODS, ...spec });
  const key = JSON.stringify([text, files, library]);
  const build = builds.get(key) ?? buildOnce(text, files, library);
  builds.set(key, build);
  return build;
}

async function buildOnce(text: string, files: Readonly<Record<string, string>>, library: string): Promise<Built> {
  const plan = planOfText(text, 'watched');
  const own = [...render(plan), ...benchFiles(plan)].map((file) => ({ ...file, text: files[file.path] ?? file.text }));
  const found = findVendor(library, PLATFORMS.iolibrary.vendor ?? never(), plan);
  const all = [...own, ...libraryFiles(library, found ?? never())];
  const result = await buildHostFirmware({ files: all, plan, cache });
  if (!result.ok) throw new Error(`${text}\n${result.text}`);
  return { spec: text, plan, wasm: result.wasm };
}

function never(): never {
  throw new Error('the library is not there');
}
