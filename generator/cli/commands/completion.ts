import { BUILT_IN } from '../../../simulator/scenario/builtin.ts';
import { CliError } from '../cli-error.ts';
import type { CommandRun } from '../commands.ts';
import { completionScript, SHELLS } from '../completion/script.ts';

/** Prints what a shell reads to complete command lines of keepwire. */
export const completion: CommandRun = async (args, io) => {
  const [wanted = ''] = args.files;
  const shell = SHELLS.find((name) => name === wanted);
  if (shell === undefined) throw new CliError(2, `keepwire completion takes ${SHELLS.join(' or ')}`);
  const script = completionScript(
    shell,
    BUILT_IN.map(({ name }) => name),
  );
  if (args.json) io.json({ ok: true, shell, script });
  else io.out(script);
  return 0;
};
