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
export function listenForCommands(io: Io, { cut, quit }: PeerCommands): () => void {
  const ignoreSignals = onEndingSignal(quit);
  const stop = listenForLines((line) => {
    if (line === '' || line === 'cut') cut();
    else if (line === 'q') quit();
    else io.err(`unknown command; ${COMMANDS_HELP}`);
  });
  return () => {
    ignoreSignals();
    stop();
  };
}
