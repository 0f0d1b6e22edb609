/** What is played, and what comes of it; also the shape of the file that `--save` writes. */

/** One spec and the scenarios that are played with it. */
export interface Input {
  /** `examples:client`, `matrix:W5500:probe`. */
  readonly id: string;
  /** The spec's file name; without a `name` in the spec it names the firmware. */
  readonly file: string;
  readonly spec: string;
  /** Scenario documents by name; null: all built-in ones that fit the spec. */
  readonly scenarios: Readonly<Record<string, object>> | null;
}

/** One Ethernet frame as it left its sender. */
export interface RecordedFrame {
  readonly atNs: number;
  readonly from: string;
  /** The first digits of the SHA-256 of its bytes. */
  readonly hash: string;
  /** In words; not compared. */
  readonly summary: string;
}

/** The firmware told its application that a connection ended. */
export interface End {
  readonly atNs: number;
  readonly socket: number;
  readonly reason: string;
}

/** A failure of a peer and what came of it, as `simulate --json` tells it. */
export interface RecordedDetection {
  readonly peer: string;
  readonly socket: number | null;
  readonly reason: string | null;
  readonly diedAtMs: number;
  readonly closedAtMs: number | null;
  readonly latencyMs: number | null;
  readonly boundMs: number | null;
}

export interface RecordedRun {
  readonly scenario: string;
  readonly verdict: string;
  readonly ends: readonly End[];
  readonly detections: readonly RecordedDetection[];
  readonly frames: readonly RecordedFrame[];
}

/** One call of the command line. */
export interface Played {
  readonly exitCode: number;
  /** The first line on stderr when there are no runs. */
  readonly message: string | null;
  readonly runs: readonly RecordedRun[];
}

export interface RecordedInput {
  readonly input: Input;
  readonly played: Played;
}

export interface Recording {
  readonly format: 1;
  /** What was played, as Git describes it. */
  readonly commit: string;
  readonly engine: 'host' | 'arm';
  readonly entries: readonly RecordedInput[];
}

/** As text: JSON, a line each for every frame, so that two recordings can also be compared by eye. */
export function recordingText(recording: Recording): string {
  const flat = (key: string, value: unknown): unknown =>
    key === 'frames' ? (value as readonly RecordedFrame[]).map(frameText) : value;
  return `${JSON.stringify(recording, flat, 1)}\n`;
}

/**
 * The recording in a text of {@link recordingText}.
 *
 * @throws {Error} when the text is none of this format.
 */
export function parseRecording(text: string): Recording {
  const lines = (key: string, value: unknown): unknown =>
    key === 'frames' ? (value as readonly string[]).map(parseFrame) : value;
  const recording = JSON.parse(text, lines) as Recording;
  if (recording.format !== 1) throw new Error('not a recording of format 1; make it again with --save');
  return recording;
}

function frameText({ atNs, from, hash, summary }: RecordedFrame): string {
  return `${atNs} ${from} ${hash} ${summary}`;
}

function parseFrame(text: string): RecordedFrame {
  const [atNs = '', from = '', hash = '', ...summary] = text.split(' ');
  return { atNs: Number(atNs), from, hash, summary: summary.join(' ') };
}
