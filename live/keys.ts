/** What the user does while a device runs: keys on a terminal, otherwise lines on stdin. */
import { createInterface } from 'node:readline';
import type { Io } from '../generator/cli/io.ts';
import type { Deed } from './messages.ts';

const DEEDS: Readonly<Record<string, Deed>> = { c: 'cable', r: 'reset', q: 'quit' };
export const KEYS_HELP = 'c cuts and mends the cable, r resets the chip, q ends';

/** A terminal that sends keys as they are sends these for Ctrl-C and Ctrl-D, instead of a signal. */
const ENDING_KEYS = ['\u0003', '\u0004'];
/** What ends a process that runs until it is told to stop. */
export const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface Keys {
  /** As it was before; the terminal is put back even when the process ends by an error. */
  close(): void;
}

/** Signals that end a process count as `q`. The end of stdin ends nothing, so that a device can run in the background. */
export function listenForKeys(io: Io, onDeed: (deed: Deed) => void): Keys {
  const quit = (): void => onDeed('quit');
  for (const signal of SIGNALS) process.on(signal, quit);
  const stop = process.stdin.isTTY ? listenToTerminal(onDeed) : listenToLines(io, onDeed);
  return {
    close: () => {
      for (const signal of SIGNALS) process.off(signal, quit);
      stop();
    },
  };
}

function listenToTerminal(onDeed: (deed: Deed) => void): () => void {
  const { stdin } = process;
  const take = (keys: Buffer): void => {
    for (const key of keys.toString('latin1')) {
      const deed = ENDING_KEYS.includes(key) ? 'quit' : DEEDS[key.toLowerCase()];
      if (deed !== undefined) onDeed(deed);
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

function listenToLines(io: Io, onDeed: (deed: Deed) => void): () => void {
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) => {
    const deed = DEEDS[line.trim().toLowerCase()];
    if (deed !== undefined) onDeed(deed);
    else if (line.trim() !== '') io.err(`unknown command; ${KEYS_HELP}`);
  });
  // A terminal that has gone away, or a closed descriptor, is the end of stdin.
  process.stdin.on('error', () => lines.close());
  return () => {
    lines.close();
    process.stdin.destroy();
  };
}
