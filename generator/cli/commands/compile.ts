import { join } from 'node:path';
import type { Plan } from '../../../contract/plan.ts';
import { allOf } from '../../../document/words/printed.ts';
import { furtherFiles } from '../../emit/further.ts';
import { withForwarders } from '../../emit/migration/forwarders.ts';
import { render } from '../../emit/render.ts';
import { removeAbandonedFolders, writeFiles } from '../../emit/write.ts';
import type { Platform } from '../../platforms/platform.ts';
import { PLATFORMS } from '../../platforms/registry.ts';
import { type CompileOutcome, compileFirmware } from '../../toolchain/compile.ts';
import type { Sizes } from '../../toolchain/sizes.ts';
import { changedSince, printChangedDefaults } from '../changed-defaults.ts';
import { CliError, type ExitCode } from '../cli-error.ts';
import type { CommandRun } from '../commands.ts';
import { firmwareFolder } from '../firmware-folder.ts';
import type { Io } from '../io.ts';
import { printMigration, refusalText } from '../print-outcome.ts';
import { readOneSpec } from '../read-specs.ts';
import { applicationIn, applicationText } from '../simulate/application.ts';
import { rejectUnusable } from '../unusable.ts';

/** Generates, compiles, and prints what the firmware needs of flash and RAM. */
export const compile: CommandRun = async (args, io) => {
  const { file, text, spec, plan } = readOneSpec(args.files);
  rejectGuest(plan);
  const out = firmwareFolder(args, { file, spec });
  const files = withForwarders(join(out, spec.name), spec.name, render(plan));
  removeAbandonedFolders(out);
  const written = writeFiles(out, spec.name, files, { force: args.force });
  if (written.refused.length > 0) throw new CliError(1, refusalText(written, args.force));
  if (!args.json) {
    printMigration(written, io);
    printChangedDefaults(written, changedSince(written, { text, spec }), io);
  }
  const vendor = args.vendor === undefined ? {} : { vendorDir: args.vendor };
  const further = furtherFiles(written.dir, files);
  const application = applicationIn(written.dir, files);
  if (!args.json) io.out(applicationText(application));
  if (further.length > 0 && !args.json)
    io.out(`With your ${allOf(further.map(({ path }) => join(written.dir, path)))}\n`);
  const outcome = await compileFirmware({ dir: written.dir, files: [...files, ...further], plan, ...vendor });
  rejectUnusable(outcome);
  const output = { ...outputOf(plan.name, outcome), application };
  const ok = outcome.kind !== 'failed';
  if (args.json) io.json({ ok, outputs: [output] });
  if (outcome.kind === 'failed')
    io.err(`${outcome.output}\n${io.paint('err', 'red', 'error:')} ${plan.name} does not compile`);
  else if (!args.json) printBuilt(plan.name, outcome, io);
  return (ok ? 0 : 1) satisfies ExitCode;
};

/** @throws {CliError} for firmware that a project's own build compiles, with headers and a part that keepwire does not know. */
function rejectGuest({ name, platform }: Plan): void {
  const { isGuest }: Platform = PLATFORMS[platform.name];
  if (isGuest !== true) return;
  const what = `platform ${platform.name} is compiled by your project`;
  const instead = 'run keepwire generate, and see the README.md in the folder';
  throw new CliError(2, `${what}; ${instead} ${name}. keepwire simulate compiles it for the simulator, and plays it`);
}

function outputOf(name: string, outcome: CompileOutcome) {
  const built = outcome.kind === 'built' ? outcome : null;
  return {
    name,
    elf: built?.elf ?? null,
    flash: built?.sizes.flash ?? null,
    ram: built?.sizes.ram ?? null,
    layers: built?.sizes.layers ?? {},
    warnings: 'warnings' in outcome ? outcome.warnings : [],
  };
}

function printBuilt(name: string, outcome: CompileOutcome, io: Io): void {
  if (outcome.kind === 'objects') {
    const why = outcome.missing.length === 0 ? 'Link them with your project.' : "Not linked: the vendor's folder lacks";
    io.out(`${name}: compiled without a warning, ${outcome.objects.length} objects. ${why}`);
    for (const missing of outcome.missing) io.out(`  ${missing}`);
  }
  if (outcome.kind !== 'built') return;
  io.out(sizeTable(outcome.sizes));
  io.out(`ELF  ${outcome.elf}\nmap  ${outcome.map}`);
}

function sizeTable(sizes: Sizes): string {
  const rows = [...Object.entries(sizes.layers), ['total', sizes] as const];
  const lines = rows.map(([layer, { flash, ram }]) => {
    return `${layer.padEnd(10)} ${String(flash).padStart(8)} ${String(ram).padStart(8)}`;
  });
  return [`${'bytes'.padEnd(10)} ${'flash'.padStart(8)} ${'RAM'.padStart(8)}`, ...lines].join('\n');
}
