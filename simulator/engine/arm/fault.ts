/** The program did what a strict board does not let it do; ends the run. */
export class CpuFault extends Error {
  override name = 'CpuFault';
  constructor(
    message: string,
    /** Of the instruction; the one that is being executed unless told. */
    readonly address?: number,
  ) {
    super(message);
  }
}

/** `0x20000004`. */
export function hex(value: number): string {
  return `0x${(value >>> 0).toString(16).padStart(8, '0')}`;
}
