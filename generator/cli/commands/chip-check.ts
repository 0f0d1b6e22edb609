import { join } from 'node:path';
import { conclude } from '../../../peer/chip-check/report/conclude.ts';
import { parseReport, ReportError } from '../../../peer/chip-check/report/lines.ts';
import { fidelityBlock, findingsJson, findingsText } from '../../../peer/chip-check/report/words.ts';
import { planChipCheck } from '../../chip-check.ts';
import { renderChipCheck } from '../../emit/chip-check.ts';
import { removeAbandonedFolders, writeFiles } from '../../emit/write.ts';
import { CliError, type ExitCode, InputError } from '../cli-error.ts';
import type { CommandRun } from '../commands.ts';
import { firmwareFolder } from '../firmware-folder.ts';
import type { Io } from '../io.ts';
import type { Args } from '../options.ts';
import { printOutcome, refusalText } from '../print-outcome.ts';
import { readTextFile } from '../read-file.ts';
import { readOneSpec } from '../read-specs.ts';

/** Writes the firmware that measures a chip, or reads its report. */
export const chipCheck: CommandRun = async (args, io) => {
  const { fidelity, files, force, out, read } = args;
  if (read === undefined) {
    if (fidelity) throw new CliError(2, '--fidelity needs --read');
    if (files.length === 0) throw new CliError(2, 'a spec file is missing, or --read FILE');
    return generate(args, io);
  }
  if (files.length > 0) throw new CliError(2, '--read takes the report alone, and no spec');
  if (out !== undefined || force)
    throw new CliError(2, '--read writes nothing: it goes with neither --out nor --force');
  return readReport(read, args, io);
};

function generate(args: Args, io: Io): ExitCode {
  const named = readOneSpec(args.files);
  const planned = planChipCheck(named.spec);
  if (!planned.ok) throw new InputError([{ file: named.file, problems: planned.problems }]);
  const out = firmwareFolder(args, named);
  removeAbandonedFolders(out);
  const { name } = planned.value;
  const outcome = writeFiles(out, name, renderChipCheck(planned.value), {
    force: args.force,
    dryRun: false,
    check: false,
  });
  const ok = outcome.refused.length === 0;
  if (args.json) io.json({ ok, outputs: [outcome], report: null });
  if (!ok) io.err(refusalText(outcome, args.force));
  else if (!args.json) {
    printOutcome(outcome, false, io);
    io.out(`Next: build and flash it (${join(out, name, 'README.md')}), then keepwire peer ${named.file} --chip-check`);
  }
  return ok ? 0 : 1;
}

function readReport(file: string, args: Args, io: Io): ExitCode {
  const text = readTextFile(file);
  if (!text.ok) throw new InputError([{ file, problems: text.problems }]);
  try {
    const report = parseReport(text.value);
    const findings = conclude(report);
    if (args.json) io.json({ ok: true, outputs: [], report: findingsJson(report, findings) });
    else io.out(args.fidelity ? fidelityBlock(report, findings) : findingsText(report, findings));
    return 0;
  } catch (error) {
    if (!(error instanceof ReportError)) throw error;
    throw new CliError(2, `${file}, line ${error.line}: ${error.message}`);
  }
}
