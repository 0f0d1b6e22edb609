/** The program did something that the strict board does not allow; ends the run. */
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
