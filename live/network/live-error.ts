/** Why a device cannot run on this machine's network; not a bug. */
export class LiveError extends Error {
  override readonly name = 'LiveError';
  constructor(
    /** `usage`: an option is wrong; `environment`: a right, a device or a free network is missing. */
    readonly kind: 'usage' | 'environment' | 'missing-tool',
    message: string,
  ) {
    super(message);
  }
}
