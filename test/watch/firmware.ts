/** An application that keepwire watches, with a library below it, ready to run on the host engine. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plan } from '../../contract/plan.ts';
import { benchFiles } from '../../generator/emit/bench.ts';
import type { FileSet } from '../../generator/emit/files.ts';
import { render } from '../../generator/emit/render.ts';
import { PLATFORMS } from '../../generator/platforms/registry.ts';
import { findVendor, libraryFiles } from '../../generator/toolchain/vendor.ts';
import { buildHostFirmware } from '../../simulator/engine/host/build.ts';
import { elfOf } from '../arm-elf.ts';
import { cache } from '../build-cache.ts';
import { type Built, planOfText, STAND_IN } from '../whole/firmware.ts';

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

/** `files` stand in place of those with the same names; `further` are files of the library that the application calls. */
export function watched(
  spec: Readonly<Record<string, unknown>>,
  files: Readonly<Record<string, string>> = {},
  library = STAND_IN,
  further: readonly string[] = [],
): Promise<Built> {
  const text = JSON.stringify({ ...WATCH, ...PERIODS, ...spec });
  const key = JSON.stringify([text, files, library, further]);
  const build = builds.get(key) ?? buildOnce(text, files, library, further);
  builds.set(key, build);
  return build;
}

async function buildOnce(...input: Parameters<typeof sourcesOf>): Promise<Built> {
  const { plan, own, foreign } = sourcesOf(...input);
  const result = await buildHostFirmware({ files: [...own, ...foreign], plan, cache });
  const [spec] = input;
  if (!result.ok) throw new Error(`${spec}\n${result.text}`);
  return { spec, plan, wasm: result.wasm };
}

/** An ELF of the same for the arm engine. */
export async function watchedElf(
  spec: Readonly<Record<string, unknown>>,
  files: Readonly<Record<string, string>>,
  library: string,
  further: readonly string[],
) {
  const { plan, own, foreign } = sourcesOf(JSON.stringify({ ...WATCH, ...PERIODS, ...spec }), files, library, further);
  const theirs = new Map(foreign.map(({ path, bytes }) => [`library/${path}`, Buffer.from(bytes ?? []).toString()]));
  const folders = new Set([...theirs.keys()].filter((path) => path.endsWith('.h')).map((path) => dirname(path)));
  const flags = [...folders].flatMap((folder) => ['-isystem', folder]);
  const quiet = PLATFORMS.iolibrary.vendor?.quiet ?? [];
  const ours = new Map(own.map(({ path, text }) => [path, text]));
  const elf = await elfOf({ own: ours, foreign: theirs, flags: [...flags, ...quiet, `-D_WIZCHIP_=${plan.chip.name}`] });
  return { plan, elf };
}

function sourcesOf(
  text: string,
  files: Readonly<Record<string, string>>,
  library: string,
  further: readonly string[],
): { readonly plan: Plan; readonly own: FileSet; readonly foreign: FileSet } {
  const plan = planOfText(text, 'watched');
  const own = [...render(plan), ...benchFiles(plan)].map((file) => ({ ...file, text: files[file.path] ?? file.text }));
  const found = findVendor(library, PLATFORMS.iolibrary.vendor ?? never(), plan) ?? never();
  const more = further.map((path): FileSet[number] => {
    return { path, text: '', bytes: readFileSync(join(library, path)), layer: 'app', owner: 'library' };
  });
  return { plan, own, foreign: [...libraryFiles(library, found), ...more] };
}

function never(): never {
  throw new Error('the library is not there');
}
