/** `simulate --watch`. */
import { setTimeout } from 'node:timers/promises';
import { CliError } from '../../cli-error.ts';
import type { CommandRun } from '../../commands.ts';
import type { Io } from '../../io.ts';
import type { Args } from '../../options.ts';
import { reportError } from '../../report-error.ts';
import { createLook } from './files.ts';
import { watch } from './watch.ts';

/**
 * Runs `once` now and after each change of a file that it reads. An error in the spec, in a scenario or in the C is
 * printed, and does not end it. Ctrl-C ends the process as it ends any other: exit code 130 in a shell.
 *
 * @throws {CliError} for options that do not go with it.
 */
export async function simulateAgain(once: CommandRun, args: Args, io: Io): Promise<never> {
  if (args.json) throw new CliError(2, '--watch prints for people; leave out --json');
  if (args.files.includes('-')) throw new CliError(2, '--watch needs a spec in a file; stdin does not change');
  return watch({
    look: createLook(args),
    run: async () => {
      try {
        await once(args, io);
      } catch (error) {
        reportError(error, {}, false, io);
      }
    },
    tell: io.out,
    pause: (ms) => setTimeout(ms),
  });
}
