import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildHostFirmware } from '../../../simulator/engine/host/build.ts';
import { diskCache } from '../../../simulator/engine/host/disk-cache.ts';
import { createHostEngine } from '../../../simulator/engine/host/run.ts';
import type { RunInput } from '../../../simulator/scenario/run.ts';
import { render } from '../../emit/render.ts';
import type { Plan } from '../../plan/types.ts';
import { cacheFolder } from '../cache-folder.ts';
import { CliError } from '../cli-error.ts';
import type { Io } from '../io.ts';
import type { Args } from '../options.ts';

/** Puts a fresh engine with the built firmware on a board. */
export type MakeEngine = RunInput['engine'];

/**
 * Builds the firmware of a plan for an engine, once for all runs.
 *
 * @throws {CliError} for an engine that is none, and when the compiler refuses the firmware.
 */
export async function prepareEngine(name: string, plan: Plan, args: Args, io: Io): Promise<MakeEngine> {
  if (name !== 'host') {
    const why = name === 'arm' ? 'the arm engine is not part of this version' : 'unknown engine';
    throw new CliError(2, `${why}; --engine takes host`);
  }
  const wasm = await buildWasm(plan, args, io);
  return (board) => createHostEngine({ wasm, ...board });
}

async function buildWasm(plan: Plan, args: Args, io: Io): Promise<Uint8Array> {
  const built = await buildHostFirmware({
    files: firmwareFiles(plan, args, io),
    plan,
    cache: diskCache(cacheFolder()),
    onCompile: () => {
      if (!args.json) io.err('Compiling for the host engine …');
    },
  });
  if (built.ok) return built.wasm;
  throw new CliError(1, `the firmware does not ${built.stage} for the host engine:\n${built.text.trim()}`);
}

/** The firmware as generated, with the user's own files in their place where they have been written. */
export function firmwareFiles(plan: Plan, args: Args, io: Io): ReadonlyMap<string, string> {
  const dir = join(args.out, plan.name);
  const used: string[] = [];
  const files = render(plan).map(({ path, text, owner }): [string, string] => {
    const own = join(dir, path);
    if (owner !== 'user' || !existsSync(own)) return [path, text];
    const present = readFileSync(own, 'utf8');
    if (present !== text) used.push(own);
    return [path, present];
  });
  if (used.length > 0 && !args.json) io.out(`With your ${used.join(' and ')}\n`);
  return new Map(files);
}
