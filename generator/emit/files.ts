import type { FirmwareFile } from '../../contract/firmware.ts';

/** The firmware's layers, lowest first; a file of one layer includes only its own and lower layers. */
export const LAYERS = ['platform', 'chip', 'keepalive', 'loop', 'app', 'project'] as const;
export type Layer = (typeof LAYERS)[number];

/** One file of the generated firmware, in `DIR/<name>/`. */
export interface OutputFile extends FirmwareFile {
  readonly layer: Layer;
  /** Part of start-up and vectors: counted apart from the code in size reports. */
  readonly startup?: boolean;
}

/** Everything that `generate` writes for one spec, in a stable order. */
export type FileSet = readonly OutputFile[];
