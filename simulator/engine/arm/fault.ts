/** The program did what a strict board does not let it do; ends the run. */
export class CpuFault extends Error {
  override name = 'CpuFault';
  constructor(
    message: string,
    /** Of the instruction; by default the one that is being executed. */
    readonly address?: number,
  ) {
    super(message);
  }
}
