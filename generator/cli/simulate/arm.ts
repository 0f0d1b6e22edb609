import type { Plan } from '../../../contract/plan.ts';
import { harmless } from '../../../document/words/printed.ts';
import { mergeCoverage, uncovered } from '../../../simulator/engine/arm/coverage.ts';
import { ElfError, type FirmwareImage, loadElf } from '../../../simulator/engine/arm/elf.ts';
import { createArmEngine } from '../../../simulator/engine/arm/engine.ts';
import type { CpuStats } from '../../../simulator/engine/engine.ts';
import { withBench } from '../../emit/bench.ts';
import { buildArmFirmware } from '../../toolchain/arm-engine.ts';
import { ADDR2LINE, ADDR2LINE_PACKAGE, createLocate, type Locate } from '../../toolchain/locate.ts';
import { buildCache } from '../build-cache.ts';
import { CliError } from '../cli-error.ts';
import type { Io } from '../io.ts';
import { readImage } from '../read-file.ts';
import { rejectUnusable } from '../unusable.ts';
import { firmwareFiles, type InFolder } from './firmware-files.ts';
import type { PreparedEngine } from './prepared-engine.ts';

/**
 * The arm engine with the user's ELF, or with the spec's firmware built for it.
 *
 * @throws {CliError} for an ELF that cannot be put on the board, a compiler that is missing or refuses the firmware.
 */
export async function prepareArm(plan: Plan, args: InFolder, io: Io): Promise<PreparedEngine> {
  const { elf } = args;
  const bytes = elf === undefined ? await built(plan, args, io) : readImage(elf);
  const image = programmed(bytes, harmless(elf ?? `the image of ${plan.name}`), plan);
  const locate = await createLocate(bytes, () => {
    io.err(`${ADDR2LINE} is missing, so places have no source lines; install it: apt-get install ${ADDR2LINE_PACKAGE}`);
  });
  return {
    name: 'arm',
    make: (board) => createArmEngine({ ...board, image, locate: (address) => locate([address])[0] ?? null }),
    afterwards: (runs) => neverExecuted(image, runs, locate),
  };
}

async function built(plan: Plan, args: InFolder, io: Io): Promise<Uint8Array> {
  const outcome = await buildArmFirmware({
    files: withBench(plan, firmwareFiles(plan, args, io)),
    plan,
    cache: buildCache(io),
    ...(args.vendor === undefined ? {} : { vendorDir: args.vendor }),
    onCompile: () => {
      if (!args.json) io.err('Compiling for the arm engine …');
    },
  });
  if (outcome.kind === 'built') return outcome.elf;
  rejectUnusable(outcome);
  if (outcome.kind === 'objects') {
    throw new CliError(2, `the vendor's folder lacks what linking needs: ${outcome.missing.join(', ')}`);
  }
  const said = outcome.kind === 'failed' ? outcome.output : '';
  throw new CliError(1, `the firmware does not compile for the arm engine:\n${said}`);
}

function programmed(bytes: Uint8Array, name: string, { mcu }: Plan): FirmwareImage {
  try {
    return loadElf(bytes, mcu);
  } catch (error) {
    if (error instanceof ElfError) throw new CliError(2, `${name} does not fit on the ${mcu.part}: ${error.message}`);
    throw error;
  }
}

/** Told after all runs: the code that none of them executed, a line per piece. */
function neverExecuted(image: FirmwareImage, runs: readonly CpuStats[], locate: Locate): readonly string[] {
  const ranges = uncovered(image, mergeCoverage(runs.map(({ coverage }) => coverage)));
  if (ranges.length === 0) return ['Every instruction of the firmware was executed.'];
  const lines = locate(ranges.flatMap(({ from, to }) => [from, to]));
  const rows = ranges.map((range, index) => {
    const place = [lines[2 * index], lines[2 * index + 1]].flatMap((line) => line ?? []);
    const share = range.instructions === range.of ? 'all of it' : `${range.instructions} of ${range.of} instructions`;
    return `  ${range.function}: ${share}${place.length === 0 ? '' : `, ${joined(place)}`}`;
  });
  return ['Code that no run has executed:', ...rows];
}

/** `kw_port.c:51` or `kw_port.c:51 to 60`; the compiler may have put later lines first. */
function joined([one = '', other = one]: readonly string[]): string {
  const [file, line] = one.split(':');
  const [otherFile, otherLine] = other.split(':');
  if (file !== otherFile) return `${one} to ${other}`;
  const [from, to] = [Number(line), Number(otherLine)].sort((a, b) => a - b);
  return from === to ? one : `${file}:${from} to ${to}`;
}
