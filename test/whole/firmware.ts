import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plan } from '../../contract/plan.ts';
import { filesBeside } from '../../generator/cli/read-file.ts';
import { benchFiles } from '../../generator/emit/bench.ts';
import type { FileSet } from '../../generator/emit/files.ts';
import { render } from '../../generator/emit/render.ts';
import { parseSpec } from '../../generator/input/index.ts';
import { planOf } from '../../generator/plan/plan.ts';
import type { Platform } from '../../generator/platforms/platform.ts';
import { PLATFORMS } from '../../generator/platforms/registry.ts';
import { findVendor, libraryFiles } from '../../generator/toolchain/vendor.ts';
import { buildHostFirmware } from '../../simulator/engine/host/build.ts';
import { cache } from '../build-cache.ts';
import { firmwareFiles } from '../firmware-files.ts';

export type SpecText = string | Readonly<Record<string, unknown>>;

/** Firmware as a user's spec gives it, ready to run on the host engine. */
export interface Built {
  /** The spec, so that a failure can name it. */
  readonly spec: string;
  readonly plan: Plan;
  readonly wasm: Uint8Array;
}

const builds = new Map<string, Promise<Built>>();

/**
 * Spec → plan → C → WebAssembly. `files` stand in place of the generated ones of the same name; `named` are those that
 * the spec names.
 */
export function built(
  spec: SpecText,
  files: Readonly<Record<string, string>> = {},
  name = 'test',
  named: NamedFiles = {},
): Promise<Built> {
  const text = typeof spec === 'string' ? spec : JSON.stringify(spec);
  const key = JSON.stringify([text, files, named]);
  const build = builds.get(key) ?? buildOnce(text, files, name, named);
  builds.set(key, build);
  return build;
}

/** By their names. Others are looked for as those of the examples with an application are. */
export type NamedFiles = Readonly<Record<string, string>>;

export function planOfText(text: string, name = 'test', named: NamedFiles = {}): Plan {
  const readFile = (path: string): Uint8Array | null => {
    const file = named[path];
    return file === undefined ? filesOfApplications(path) : new TextEncoder().encode(file);
  };
  const parsed = parseSpec(text, { defaultName: name, readFile });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return planOf(parsed.value);
}

async function buildOnce(
  spec: string,
  files: Readonly<Record<string, string>>,
  name: string,
  named: NamedFiles,
): Promise<Built> {
  const plan = planOfText(spec, name, named);
  const generated = render(plan);
  const texts = new Map([...generated.map(({ path, text }) => [path, text] as const), ...Object.entries(files)]);
  const bench = benchFiles(plan).map((file) => ({ ...file, text: files[file.path] ?? file.text }));
  const theirs = new Set(bench.map(({ path }) => path));
  const own = firmwareFiles(texts, generated).filter(({ path }) => !theirs.has(path));
  const result = await buildHostFirmware({ files: [...own, ...bench, ...standInOf(plan)], plan, cache });
  if (!result.ok) throw new Error(`${spec}\n${result.text}`);
  return { spec, plan, wasm: result.wasm };
}

/** Written for the tests, with the names of the vendor's; empty where the firmware calls no library. */
export function standInOf(plan: Plan): FileSet {
  const { bench, vendor }: Platform = PLATFORMS[plan.platform.name];
  const found = bench?.needsVendor !== true || vendor === null ? null : findVendor(STAND_IN, vendor, plan);
  return found === null ? [] : libraryFiles(STAND_IN, found);
}

export const STAND_IN = fileURLToPath(new URL('../watch/library/', import.meta.url));
export const EXAMPLES_FOLDER = fileURLToPath(new URL('../../examples/', import.meta.url));
const filesOfApplications = filesBeside(join(EXAMPLES_FOLDER, 'applications', 'any.json'));
export const exampleFile = (name: string): string => join(EXAMPLES_FOLDER, `${name}.json`);

export const CHIPS = ['W5500', 'W5200'] as const;

/** Each chip, and the one that works without its reset pin; what is added to a spec. */
export const BOARDS = [
  ['W5500', { chip: 'W5500' }],
  ['W5200', { chip: 'W5200' }],
  ['W5500 without a reset pin', { chip: 'W5500', wiring: { reset: null } }],
] as const;

/** The shortest periods, and a TCP timeout of 100 + 200 + 400 + 800 ms: runs over many connections stay short. */
export const BRISK = {
  keepalive: { NO_DATA_PERIOD: 1, KA_SEND_PERIOD: 1 },
  timer: { prescaler: 71 },
  retransmission: { timeoutMs: 100, count: 3 },
};
