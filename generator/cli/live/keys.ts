/** What the user does while a device runs: keys on a terminal, otherwise lines on stdin. */
import type { Action } from '../../../live/thread/messages.ts';
import type { Io } from '../io.ts';
import { listenForLines, type Stdin } from '../terminal/lines.ts';
import { onEndingSignal } from '../terminal/signals.ts';

const ACTIONS: Readonly<Record<string, Action>> = { c: 'cable', r: 'reset', q: 'quit' };
export const KEYS_HELP = 'c cuts or reconnects the cable, r resets the chip, q quits';

/** Ctrl-C and Ctrl-D: in raw mode a terminal sends them as characters, without a signal. */
const QUIT_CHARACTERS = ['\u0003', '\u0004'];

/** Signals that would end the process count as `q`. `close` restores the terminal, which also happens at an error. */
export function listenForKeys(io: Io, act: (action: Action) => void, stdin: Stdin = process.stdin): { close(): void } {
  const ignoreSignals = onEndingSignal(() => act('quit'));
  const stop = stdin.isTTY ? listenToTerminal(act, stdin) : listenForLines((line) => actOn(line, io, act), stdin);
  return {
    close: () => {
      ignoreSignals();
      stop();
    },
  };
}

function listenToTerminal(act: (action: Action) => void, stdin: Stdin): () => void {
  const take = (characters: Buffer): void => {
    for (const character of characters.toString('latin1')) {
      const action = QUIT_CHARACTERS.includes(character) ? 'quit' : ACTIONS[character.toLowerCase()];
      if (action !== undefined) act(action);
    }
  };
  const restore = (): void => void stdin.setRawMode(false);
  stdin.setRawMode(true);
  process.on('exit', restore);
  stdin.on('data', take);
  return () => {
    process.off('exit', restore);
    stdin.off('data', take);
    restore();
    stdin.pause();
  };
}

function actOn(line: string, io: Io, act: (action: Action) => void): void {
  const action = ACTIONS[line];
  if (action !== undefined) act(action);
  else if (line !== '') io.err(`unknown command; ${KEYS_HELP}`);
}
