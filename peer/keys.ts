/** What the user does while the peer runs: lines on stdin, and signals. */
import { createInterface } from 'node:readline';
import type { Io } from '../generator/cli/io.ts';
import { SIGNALS } from '../live/keys.ts';

export interface PeerKeys {
  close(): void;
}

export interface PeerDeeds {
  /** The cable is being cut. */
  readonly onCut: () => void;
  readonly onQuit: () => void;
}

const HELP = 'Enter or cut says that the cable is being cut, q ends';

/** The end of stdin ends nothing, so that a peer can run in the background. */
export function listenForLines(io: Io, { onCut, onQuit }: PeerDeeds): PeerKeys {
  for (const signal of SIGNALS) process.on(signal, onQuit);
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) => {
    const word = line.trim().toLowerCase();
    if (word === '' || word === 'cut') onCut();
    else if (word === 'q') onQuit();
    else io.err(`unknown command; ${HELP}`);
  });
  process.stdin.on('error', () => lines.close());
  return {
    close: () => {
      for (const signal of SIGNALS) process.off(signal, onQuit);
      lines.close();
      process.stdin.destroy();
    },
  };
}
