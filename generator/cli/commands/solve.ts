import { withValue } from '../../../document/text/edit.ts';
import { harmless } from '../../../document/words/printed.ts';
import { replaceText } from '../../files/replace-text.ts';
import { givenPointers, type Spec } from '../../input/index.ts';
import { LEAST_TRANSMISSIONS, MOST_TRANSMISSIONS } from '../../solve/order.ts';
import { type Solution, solvePeriods } from '../../solve/solve.ts';
import { CliError } from '../cli-error.ts';
import type { CommandRun } from '../commands.ts';
import { planText } from '../plan-text.ts';
import { printSolution, type ValueChange } from '../print-solution.ts';
import { filesBeside, nameFromPath } from '../read-file.ts';
import { type NamedSpec, readOneSpec } from '../read-specs.ts';

/** Chooses periods and retransmission for a wanted detection time; exit code 1 when no choice meets it. */
export const solve: CommandRun = async (args, io) => {
  const wish = { wantedMs: wantedMs(args['detect-within']), transmissions: transmissions(args.transmissions) };
  if (args.write && args.files[0] === '-')
    throw new CliError(2, '--write needs a file: a spec from stdin has no place');
  const named = readOneSpec(args.files, { ignoreBudget: true });
  const solution = solvePeriods(named.spec, givenPointers(named.text), wish);
  const changes = changesFor(named.spec, solution);
  const isWritten = args.write && solution.ok && changes.length > 0;
  if (isWritten) write(named, solution, changes);
  if (args.json) io.json({ ...solution, written: isWritten ? changes : [] });
  else printSolution(named, solution, changes, args.write, io);
  if (!solution.ok) io.err(`${io.paint('err', 'red', 'error:')} ${harmless(named.file)}: ${solution.reasons[0]}`);
  if (!solution.ok && args.write) io.err('Nothing was written.');
  return solution.ok ? 0 : 1;
};

/** Seconds as a person writes them, to a tenth of a millisecond, as RTR counts. */
const SECONDS = /^\d{1,9}(\.\d{1,4})?$/;

function wantedMs(text: string | undefined): number {
  if (text === undefined)
    throw new CliError(2, '--detect-within is missing: the wanted time in seconds, for example 20');
  const wanted = SECONDS.test(text) ? Math.round(Number(text) * 10_000) / 10 : 0;
  if (wanted > 0) return wanted;
  throw new CliError(
    2,
    `--detect-within takes seconds above 0, for example 20 or 2.5; found ${harmless(JSON.stringify(text))}`,
  );
}

function transmissions(given: number): number {
  if (given <= MOST_TRANSMISSIONS) return given;
  throw new CliError(2, `--transmissions takes a whole number from ${LEAST_TRANSMISSIONS} to ${MOST_TRANSMISSIONS}`);
}

/** What would have to change in the spec's text. A value that is a default already need not stand there. */
function changesFor(spec: Spec, { keepalive, retransmission }: Solution): readonly ValueChange[] {
  if (keepalive === null || retransmission === null) return [];
  const before = { keepalive: spec.keepalive, retransmission: spec.retransmission };
  const rows = [
    { pointer: '/keepalive/NO_DATA_PERIOD', from: before.keepalive.NO_DATA_PERIOD, to: keepalive.NO_DATA_PERIOD },
    { pointer: '/keepalive/KA_SEND_PERIOD', from: before.keepalive.KA_SEND_PERIOD, to: keepalive.KA_SEND_PERIOD },
    { pointer: '/retransmission/timeoutMs', from: before.retransmission.timeoutMs, to: retransmission.timeoutMs },
    { pointer: '/retransmission/count', from: before.retransmission.count, to: retransmission.count },
  ];
  return rows.filter(({ from, to }) => from !== to);
}

function write({ file, text }: NamedSpec, solution: Solution, changes: readonly ValueChange[]): void {
  const edited = edit(text, solution, changes);
  const check = planText(edited, { defaultName: nameFromPath(file), readFile: filesBeside(file) });
  if (!check.ok) {
    const [problem] = check.problems;
    throw new CliError(1, `${harmless(file)}: nothing was written, the spec would not be valid: ${problem?.message}`);
  }
  replaceText(file, text, edited);
}

function edit(text: string, { retransmission }: Solution, changes: readonly ValueChange[]): string {
  const hasIt = givenPointers(text).includes('/retransmission');
  const isOfIt = ({ pointer }: ValueChange): boolean => pointer.startsWith('/retransmission/');
  const single = changes.filter((change) => hasIt || !isOfIt(change));
  const edited = single.reduce((so, { pointer, to }) => withValue(so, pointer.split('/').slice(1), to), text);
  if (hasIt || retransmission === null || !changes.some(isOfIt)) return edited;
  const { timeoutMs, count } = retransmission;
  return withValue(edited, ['retransmission'], { timeoutMs, count });
}
