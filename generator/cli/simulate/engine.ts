import type { Plan } from '../../../contract/plan.ts';
import { printed } from '../../../document/words/printed.ts';
import { buildHostFirmware } from '../../../simulator/engine/host/build.ts';
import { createHostEngine } from '../../../simulator/engine/host/engine.ts';
import { withBench } from '../../emit/bench.ts';
import type { FileSet } from '../../emit/files.ts';
import type { Platform } from '../../platforms/platform.ts';
import { PLATFORMS } from '../../platforms/registry.ts';
import { type FoundVendor, findVendor, libraryFiles } from '../../toolchain/vendor.ts';
import { buildCache } from '../build-cache.ts';
import { CliError } from '../cli-error.ts';
import type { Io } from '../io.ts';
import type { Args } from '../options.ts';
import { rejectUnusable } from '../unusable.ts';
import { clangInProcess } from './clang/process.ts';
import { Compiling } from './compiling.ts';
import { firmwareFiles, type InFolder } from './firmware-files.ts';
import type { MakeEngine, PreparedEngine } from './prepared-engine.ts';

/**
 * Each engine that the user named, once; without a name the one that fits.
 *
 * @throws {CliError} for an engine that is none, or that runs no ELF.
 */
export function engineNames({ elf, engine }: Args): readonly string[] {
  const names = [...new Set(engine.length > 0 ? engine : [elf === undefined ? 'host' : 'arm'])];
  const unknown = names.find((name) => name !== 'host' && name !== 'arm');
  if (unknown !== undefined) throw new CliError(2, `unknown engine ${printed(unknown)}; --engine takes host or arm`);
  if (elf !== undefined && names.includes('host')) {
    throw new CliError(2, '--elf requires --engine arm; remove --engine host');
  }
  return names;
}

/**
 * Builds the firmware of a plan for the engines that the user named, once for all runs; a user's ELF is the arm
 * engine's.
 *
 * @throws {CliError} for an engine that is none, and when the compiler refuses the firmware.
 */
export async function prepareEngines(plan: Plan, args: InFolder, io: Io): Promise<readonly PreparedEngine[]> {
  const names = engineNames(args);
  const engines: PreparedEngine[] = [];
  for (const name of names)
    engines.push(name === 'arm' ? await prepareArm(plan, args, io) : await host(plan, args, io));
  return engines;
}

/**
 * As {@link prepareEngines} for a command that runs one engine.
 *
 * @throws {CliError} for several engines, too.
 */
export async function prepareEngine(names: readonly string[], plan: Plan, args: InFolder, io: Io): Promise<MakeEngine> {
  if (names.length > 1) throw new CliError(2, 'this command takes one --engine');
  const [engine] = await prepareEngines(plan, args, io);
  if (engine === undefined) throw new Error('no engine'); // there is always the default
  return engine.make;
}

/** Loaded when it is asked for: the CPU's package takes a while. */
async function prepareArm(plan: Plan, args: InFolder, io: Io): Promise<PreparedEngine> {
  return (await import('./arm.ts')).prepareArm(plan, args, io);
}

async function host(plan: Plan, args: InFolder, io: Io): Promise<PreparedEngine> {
  const wasm = await buildWasm(plan, args, io);
  return { name: 'host', make: (board) => createHostEngine({ wasm, ...board }) };
}

/** The library that takes part; other libraries have a stand-in. */
function library(plan: Plan, { vendor }: InFolder): FileSet {
  const { bench, vendor: wanted }: Platform = PLATFORMS[plan.platform.name];
  if (wanted === null || bench?.needsVendor !== true) return [];
  const found = findVendor(vendor ?? '', wanted, plan);
  const { header, title } = wanted;
  if (found === null || found.sources === null) {
    rejectUnusable({ kind: 'no-vendor', platform: plan.platform.name, header, title, vendorDir: vendor ?? null });
  }
  return libraryFiles(vendor ?? '', found as FoundVendor);
}

async function buildWasm(plan: Plan, args: InFolder, io: Io): Promise<Uint8Array> {
  const llvm = await clangInProcess();
  const compiling = new Compiling(io, args.json);
  try {
    const built = await buildHostFirmware({
      files: [...withBench(plan, firmwareFiles(plan, args, io)), ...library(plan, args)],
      ...{ plan, cache: buildCache(io), llvm },
      onCompile: () => compiling.begin(),
    });
    if (built.ok) return built.wasm;
    throw new CliError(1, `the firmware does not ${built.stage} for the host engine:\n${built.text.trim()}`);
  } finally {
    compiling.end();
    llvm.end();
  }
}
