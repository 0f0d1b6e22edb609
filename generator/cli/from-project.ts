import { basename, dirname, relative, resolve } from 'node:path';
import type { Spec } from '../../contract/spec.ts';
import { harmless, oneOf } from '../../document/words/printed.ts';
import { namesProject } from '../cubemx/of-spec.ts';
import { type CubeProject, readCubeProject } from '../cubemx/project.ts';
import { chooseWiring, type GivenWiring, nameOfPin } from '../cubemx/use.ts';
import type { StarterAnswers, StarterProject } from '../input/index.ts';
import { projectWarnings } from '../plan/project.ts';
import { CliError, InputError } from './cli-error.ts';
import { FROM_OPTIONS } from './commands.ts';
import { findBelow } from './find-below.ts';
import type { Io } from './io.ts';
import type { Args } from './options.ts';
import { printWarnings } from './print-problems.ts';
import { filesBeside } from './read-file.ts';

/** What a project of STM32CubeMX gives a starting spec. */
export interface StartFrom {
  readonly answers: Partial<StarterAnswers>;
  readonly project: StarterProject;
  /** ioLibrary's header beside the project, seen from there; null: it is not there. */
  readonly ioLibrary: string | null;
  /** Where the user has not chosen a platform. */
  readonly isOpen: boolean;
}

/** The platforms that join a project. */
const JOINING = ['hal', 'custom', 'iolibrary', 'iolibrary-owned'] as const;
/** As a pin: not wired. */
const NOT_WIRED = 'none';

/**
 * Reads the project that `--from` names, for a spec in `file`. Null: no project is named.
 *
 * @throws {InputError} with what is wrong with the project, or what is to be named.
 */
export function startFrom(args: Args, file: string): StartFrom | null {
  const { from, platform = 'hal' } = args;
  if (from === undefined) return withoutProject(args);
  const joining = JOINING.find((name) => name === platform);
  if (joining === undefined) {
    throw new CliError(
      2,
      `--from joins a project: allowed are --platform ${oneOf(JOINING)}; found ${harmless(platform)}`,
    );
  }
  const project = projectAt(from);
  const wiring = namesProject(joining) ? wiringIn(project, from, args) : null;
  return {
    answers: { platform: joining },
    project: { file: seenFrom(file, from), wiring, hasRtos: project.system.rtos !== null },
    ioLibrary: findBelow(dirname(resolve(from)), 'wizchip_conf.h'),
    isOpen: args.platform === undefined,
  };
}

function withoutProject(args: Args): null {
  const alone = FROM_OPTIONS.find((name) => args[name] !== undefined);
  if (alone === undefined) return null;
  throw new CliError(2, `--${alone} goes with --from FILE.ioc`);
}

function projectAt(from: string): CubeProject {
  const name = basename(from);
  const read = readCubeProject(name, filesBeside(from));
  if (read.ok) return read.value;
  const { file, line, column, rule, message } = read.refusal;
  throw new InputError([
    {
      file: resolve(dirname(from), file) === resolve(from) ? from : file,
      problems: [{ pointer: '', rule, message, ...(rule === 'cubemx/unreadable' ? {} : { line, column }) }],
    },
  ]);
}

function wiringIn(project: CubeProject, from: string, args: Args): NonNullable<StarterProject['wiring']> {
  const choice = chooseWiring(project, givenBy(args));
  if (choice.ok) {
    const { spi, cs, reset, interrupt } = choice.value;
    const [csName, resetName, interruptName] = [cs, reset, interrupt].map((pin) => pin && nameOfPin(pin));
    return { spi: spi.handle, cs: csName ?? cs.pin, reset: resetName ?? null, interrupt: interruptName ?? null };
  }
  const problems = choice.questions.map(({ key, message }) => ({
    ...{ pointer: '', rule: 'cubemx/wiring' },
    message: project.spis.length === 0 ? message : `${message} Name it: --${key} ${key === 'spi' ? 'SPI' : 'PIN'}`,
  }));
  throw new InputError([{ file: from, problems }]);
}

function givenBy({ spi, cs, reset, interrupt }: Args): GivenWiring {
  const line = (name: string): string | null => (name === NOT_WIRED ? null : name);
  return {
    ...(spi === undefined ? {} : { spi }),
    ...(cs === undefined ? {} : { cs }),
    ...(reset === undefined ? {} : { reset: line(reset) }),
    ...(interrupt === undefined ? {} : { interrupt: line(interrupt) }),
  };
}

/** With `/` on every system. */
function seenFrom(spec: string, from: string): string {
  const folder = spec === '-' ? '.' : dirname(spec);
  return relative(resolve(folder), resolve(from)).replaceAll('\\', '/');
}

/** What should be known of the project, and whether watching would be the better choice. */
export function printFindings(spec: Spec, { ioLibrary, isOpen }: StartFrom, file: string, io: Io): void {
  printWarnings([{ file, warnings: projectWarnings(spec) }], () => false, io);
  if (ioLibrary === null || !isOpen) return;
  io.err(
    `${harmless(ioLibrary)} is beside the project. Where your application serves sockets through WIZnet's ioLibrary and shall go on so, --platform iolibrary only watches them; hal takes the chip over.`,
  );
}
