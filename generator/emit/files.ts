import type { FirmwareFile } from '../../contract/firmware.ts';
import type { Layer } from '../firmware/part.ts';

/** One file of the generated firmware, in `DIR/<name>/`. */
export interface OutputFile extends FirmwareFile {
  readonly layer: Layer;
  /** Part of start-up and vectors: counted apart from the code in size reports. */
  readonly startup?: boolean;
}

/** Everything that `generate` writes for one spec, in a stable order. */
export type FileSet = readonly OutputFile[];
