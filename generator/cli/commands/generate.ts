import { dirname, join, relative, resolve } from 'node:path';
import type { Spec } from '../../../contract/spec.ts';
import { projectOfSpec } from '../../cubemx/of-spec.ts';
import { diffOf } from '../../emit/diff.ts';
import type { FileSet } from '../../emit/files.ts';
import { withForwarders } from '../../emit/migration/forwarders.ts';
import { render } from '../../emit/render.ts';
import { buildLinesOf, type KnownProject, userCodeOf } from '../../emit/view/joining.ts';
import { removeAbandonedFolders, type WriteOutcome, writeFiles } from '../../emit/write.ts';
import type { ChangedDefault } from '../../firmware/defaults.ts';
import { changedSince, printChangedDefaults } from '../changed-defaults.ts';
import { CliError } from '../cli-error.ts';
import type { CommandRun } from '../commands.ts';
import { firmwareFolder } from '../firmware-folder.ts';
import type { Io } from '../io.ts';
import type { Args } from '../options.ts';
import { portHints } from '../port-hints.ts';
import { printOutcome, printUserCode, refusalText } from '../print-outcome.ts';
import { type NamedSpec, readSpecs } from '../read-specs.ts';

/** Writes `DIR/<name>/` for each spec; nothing at all when one of the specs is not valid. */
export const generate: CommandRun = async (args, io) => {
  if (args.check && (args.force || args['dry-run'])) {
    throw new CliError(2, '--check only compares: it goes with neither --force nor --dry-run');
  }
  const outputs: Output[] = [];
  const specs = readSpecs(args.files).map((spec) => ({ ...spec, out: firmwareFolder(args, spec) }));
  if (!args.check && !args['dry-run'])
    for (const out of new Set(specs.map(({ out }) => out))) removeAbandonedFolders(out);
  for (const { file, text, spec, plan, out } of specs) {
    const files = withForwarders(join(out, spec.name), spec.name, render(plan));
    const options = { force: args.force, dryRun: args['dry-run'], check: args.check };
    const written = writeFiles(out, spec.name, files, options);
    const isWritten = !args.check && !args['dry-run'] && written.refused.length === 0;
    const hints = isWritten ? portHints(written.dir, files) : [];
    const outcome = { ...written, changedDefaults: changedSince(written, { text, spec }), hints };
    outputs.push(outcome);
    await say(outcome, files, args, io);
    if (!args.json && !args.check && outcome.refused.length === 0) {
      const build = buildLinesFor({ file, spec, plan, files, dir: outcome.dir });
      printUserCode(outcome, userCodeOf(plan, knownProject(spec)), build, io);
      for (const hint of hints) io.err(hint);
    }
  }
  const ok = outputs.every(({ refused, stale }) => refused.length === 0 && stale.length === 0);
  if (args.json) io.json({ ok, outputs });
  return ok ? 0 : 1;
};

type Output = WriteOutcome & {
  readonly changedDefaults: readonly ChangedDefault[];
  /** What a file of the user's may lack. */
  readonly hints: readonly string[];
};

interface Written extends Pick<NamedSpec, 'file' | 'spec' | 'plan'> {
  readonly files: FileSet;
  /** `DIR/<name>`. */
  readonly dir: string;
}

/** Undefined: the spec names no project, or one that cannot be read. */
function knownProject(spec: Spec): KnownProject | undefined {
  const read = projectOfSpec(spec);
  return read?.ok === true ? { isCube: true, hasRtos: read.value.system.rtos !== null } : undefined;
}

/** For the build system that the project's `.ioc` file names; empty without one. */
function buildLinesFor({ file, spec, plan, files, dir }: Written): readonly string[] {
  const read = projectOfSpec(spec);
  if (read?.ok !== true || read.value.system.toolchain === null) return [];
  const project = resolve(dirname(file === '-' ? '.' : file), dirname(read.value.file));
  const inProject = relative(project, resolve(dir)).replaceAll('\\', '/');
  const sources = files.map(({ path }) => path).filter((path) => path.endsWith('.c'));
  return buildLinesOf(plan, read.value.system.toolchain.value, inProject, sources);
}

async function say(outcome: Output, files: FileSet, args: Args, io: Io): Promise<void> {
  if (args.check) {
    if (outcome.stale.length === 0) {
      if (!args.json) io.out(`${outcome.dir}: as generated`);
      return;
    }
    if (!args.json) io.out(paintDiff(await diffOf(outcome.dir, files, outcome.stale), io));
    const count = outcome.stale.length;
    io.err(`${outcome.dir}: ${count} ${count === 1 ? 'file is' : 'files are'} not as generated`);
    return;
  }
  if (outcome.refused.length > 0) io.err(refusalText(outcome, args.force));
  else if (!args.json) {
    printOutcome(outcome, args['dry-run'], io);
    printChangedDefaults(outcome, outcome.changedDefaults, io);
  }
}

function paintDiff(diff: string, io: Io): string {
  const colours = { '+': 'green', '-': 'red', '@': 'dim' } as const;
  const lines = diff.split('\n').map((line) => {
    const colour = colours[line[0] as keyof typeof colours];
    return colour === undefined ? line : io.paint('out', colour, line);
  });
  return lines.join('\n');
}
