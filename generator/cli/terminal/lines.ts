import { createInterface } from 'node:readline';

/** What is used of it. */
export type Stdin = Pick<typeof process.stdin, 'isTTY' | 'setRawMode' | 'pause' | 'destroy'> & NodeJS.ReadableStream;

/**
 * Calls `onLine` with each line of stdin, in lower case and without blanks around it; returns a function that stops it.
 * The end of stdin is ignored, so that a command can run in the background.
 */
export function listenForLines(onLine: (line: string) => void, stdin: Stdin = process.stdin): () => void {
  const lines = createInterface({ input: stdin });
  lines.on('line', (line) => onLine(line.trim().toLowerCase()));
  // A terminal that has gone away and a closed descriptor count as the end of stdin.
  stdin.on('error', () => lines.close());
  return () => {
    lines.close();
    stdin.destroy();
  };
}
