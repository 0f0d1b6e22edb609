/** The firmware's layers, lowest first; a file of one layer includes only its own and lower layers. */
export const LAYERS = ['platform', 'chip', 'keepalive', 'loop', 'app', 'project'] as const;
export type Layer = (typeof LAYERS)[number];

/** One file of the generated firmware. `path` is relative to `DIR/<name>/`, with `/` between parts. */
export interface OutputFile {
  readonly path: string;
  readonly text: string;
  /** What lies there, where that counts instead of the text: a user's file may be in any encoding. */
  readonly bytes?: Uint8Array;
  readonly layer: Layer;
  /** `user`: written once as a starting point, then never touched again (`main.c`, `app.c`). */
  readonly owner: 'keepwire' | 'user';
  /** Part of start-up and vectors: counted apart from the code in size reports. */
  readonly startup?: boolean;
}

/** Everything that `generate` writes for one spec, in a stable order. */
export type FileSet = readonly OutputFile[];
