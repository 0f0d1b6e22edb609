import type { Io } from '../../generator/cli/io.ts';

/** Collects what a command prints, line by line. */
export interface RecordedIo extends Io {
  readonly stdout: string[];
  readonly stderr: string[];
}

export function recordedIo(): RecordedIo {
  const stdout: string[] = [];
  const stderr: string[] = [];
  return {
    stdout,
    stderr,
    out: (text) => void stdout.push(...text.split('\n')),
    err: (text) => void stderr.push(...text.split('\n')),
    json: (value) => void stdout.push(JSON.stringify(value)),
    paint: (_stream, _colour, text) => text,
  };
}
