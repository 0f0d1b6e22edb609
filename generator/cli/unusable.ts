import type { CompileOutcome } from '../toolchain/compile.ts';
import { CliError } from './cli-error.ts';

type Unusable =
  | { readonly kind: 'missing-tool'; readonly tool: string; readonly packages: readonly string[] }
  | Extract<CompileOutcome, { readonly kind: 'no-vendor' }>;

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
        ? `platform ${outcome.platform} compiles against your copy of the ${outcome.title}`
        : `no ${outcome.header} below ${outcome.vendorDir}`;
    throw new CliError(2, `${why}; name its folder with --vendor DIR`);
  }
}
