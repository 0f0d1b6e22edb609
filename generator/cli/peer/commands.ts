/** What the user does while the peer runs: lines on stdin, and signals. */
import { COMMANDS_HELP } from '../../../peer/words/trial.ts';
import type { Io } from '../io.ts';
import { listenForLines } from '../terminal/lines.ts';
import { onEndingSignal } from '../terminal/signals.ts';

export interface PeerCommands {
  cut(): void;
  quit(): void;
}

/** Returns a function that stops listening. */
export function listenForCommands(io: Io, commands: PeerCommands): () => void {
  const ignoreSignals = onEndingSignal(commands.quit);
  const stop = listenForLines((line) => obey(line, io, commands));
  return () => {
    ignoreSignals();
    stop();
  };
}

/** Does what a line says. */
export function obey(line: string, io: Io, { cut, quit }: PeerCommands): void {
  if (line === '' || line === 'cut') cut();
  else if (line === 'q') quit();
  else io.err(`unknown command; ${COMMANDS_HELP}`);
}
