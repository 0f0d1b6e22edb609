import { nodeClock } from '../../../peer/environment/node/clock.ts';
import { nodeTransport } from '../../../peer/environment/node/transport.ts';
import { ListenError } from '../../../peer/environment/transport.ts';
import type { PeerOutcome, PeerProgram } from '../../../peer/program.ts';
import { PeerProblemError } from '../../../peer/setup/problem.ts';
import { listenErrorText, problemText } from '../../../peer/words/problems.ts';
import { CliError } from '../cli-error.ts';
import type { CommandRun } from '../commands.ts';
import type { Io } from '../io.ts';
import { playChipCheck } from '../peer/chip-check.ts';
import { listenForCommands } from '../peer/commands.ts';
import { preparePeer } from '../peer/prepare.ts';

/** Plays the far side of a device, simulated or real, and reports what happens to the connections. */
export const peer: CommandRun = async (args, io) => {
  if (args['chip-check']) return playChipCheck(args, io);
  try {
    const { program, finish } = preparePeer(args, io, { clock: nodeClock(), transport: nodeTransport });
    return finish(await runToEnd(program, io));
  } catch (error) {
    if (error instanceof PeerProblemError) throw new CliError(2, problemText(error.problem));
    if (error instanceof ListenError) throw new CliError(1, listenErrorText(error));
    throw error;
  }
};

async function runToEnd(program: PeerProgram, io: Io): Promise<PeerOutcome> {
  const stopListening = listenForCommands(io, { cut: () => program.cut(), quit: () => program.quit() });
  try {
    return await program.run();
  } finally {
    stopListening();
  }
}
