import { CliError } from './cli-error.ts';

type Unusable =
  | { readonly kind: 'missing-tool'; readonly tool: string; readonly packages: readonly string[] }
  | { readonly kind: 'no-vendor'; readonly vendorDir: string | null };

/**
 * Outcomes of compiling that are about the machine or the command line rather than the firmware.
 *
 * @throws {CliError} saying what to install or to name.
 */
export function rejectUnusable(outcome: Unusable | { readonly kind: 'built' | 'objects' | 'failed' }): void {
  if (outcome.kind === 'missing-tool') {
    throw new CliError(3, `${outcome.tool} is missing; install it: apt-get install ${outcome.packages.join(' ')}`);
  }
  if (outcome.kind === 'no-vendor') {
    const why =
      outcome.vendorDir === null
        ? 'platform spl compiles against your copy of the Standard Peripheral Library'
        : `no stm32f10x.h below ${outcome.vendorDir}`;
    throw new CliError(2, `${why}; name its folder with --vendor DIR`);
  }
}
