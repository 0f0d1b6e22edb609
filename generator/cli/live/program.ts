import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plan } from '../../../contract/plan.ts';
import { type DeviceThread, prepareDevice } from '../../../live/thread/device-thread.ts';
import { CliError, type ExitCode } from '../cli-error.ts';
import type { InFolder } from '../simulate/firmware-files.ts';

/** How the thread builds the firmware: as the options of the command say. */
export type Program = InFolder;

/** A {@link CliError} of the thread. */
export interface Refusal {
  readonly exitCode: ExitCode;
  readonly message: string;
}

/**
 * Builds the firmware on the thread that will run it.
 *
 * @throws {CliError} as `prepareEngine` does.
 */
export async function prepareProgram(plan: Plan, args: InFolder): Promise<DeviceThread> {
  const prepared = await prepareDevice<Program, Refusal>(workerFile(), { plan, seed: args.seed, program: args });
  if (prepared.ok) return prepared.device;
  throw new CliError(prepared.refusal.exitCode, prepared.refusal.message);
}

/** In `dist/`, which holds this code too, or which was built from it. */
function workerFile(): string {
  const candidates = ['./live-worker.mjs', '../live-worker.mjs', '../../../dist/live-worker.mjs'];
  const found = candidates.map((path) => fileURLToPath(new URL(path, import.meta.url))).find(existsSync);
  if (found === undefined) throw new Error('dist/live-worker.mjs is missing; build keepwire with: npm run build');
  return found;
}
