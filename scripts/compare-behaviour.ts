/**
 * `npm run behaviour -- --against REF`: whether this checkout behaves as another commit does.
 *
 * Both versions' command lines play the same runs: the examples with the built-in scenarios, and the method matrix of
 * the tests on both chips. Frames (bytes and times), the connections' ends, what was detected, verdicts and exit codes
 * must be equal. Only what the README documents is used of either version, so their sources may differ completely.
 * `--save FILE` keeps what the other version does, `--baseline FILE` compares with that and spares its runs.
 *
 * With `--engine arm` times depend on every instruction: verdicts, ends and reasons are compared, frames and times not.
 * Exit codes: 0 alike; 1 something differs, or a version does not build; 2 wrong arguments.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { checkOut, commandOf, commitOf, describeCheckout } from './behaviour/checkout.ts';
import { comparePlayed } from './behaviour/compare.ts';
import { exceptionFor } from './behaviour/exceptions.ts';
import { allInputs, selected } from './behaviour/inputs.ts';
import { type Options, optionsOf, USAGE } from './behaviour/options.ts';
import { playAll } from './behaviour/play.ts';
import { parseRecording, type RecordedInput, type Recording, recordingText } from './behaviour/recording.ts';
import { reportOf } from './behaviour/report.ts';
import { ROOT } from './copy-checkout.ts';

function readOptions(): Options {
  try {
    return optionsOf(process.argv.slice(2));
  } catch (error) {
    console.error(`error: ${(error as Error).message}\n\n${USAGE}`);
    process.exit(2);
  }
}

/** What to compare with, and so what to play; null: nothing, the runs are only saved. */
async function reference(options: Options): Promise<Recording | null> {
  const { against, baseline, engine, only, jobs } = options;
  if (baseline !== undefined) return readBaseline(baseline, options);
  if (against === undefined) return null;
  const commit = commitOf(against);
  const command = commandOf(checkOut(commit));
  const entries = await playAll(command, selected(allInputs(), only), { engine, jobs });
  return { format: 1, commit, engine, entries };
}

function readBaseline(file: string, { engine, only }: Options): Recording {
  const recording = parseRecording(readFileSync(file, 'utf8'));
  if (recording.engine !== engine) throw new Error(`${file} was made with --engine ${recording.engine}`);
  const known = new Set(recording.entries.map(({ input }) => input.id));
  const unknown = selected(allInputs(), only).filter(({ id }) => !known.has(id));
  if (unknown.length > 0) console.error(`not in ${file}, so not played: ${unknown.map(({ id }) => id).join(', ')}`);
  return { ...recording, entries: recording.entries.filter(({ input }) => selected([input], only).length > 0) };
}

function print(before: Recording, after: Recording): boolean {
  const isTimed = after.engine === 'host';
  console.log(`${before.commit} before, ${after.commit} now${isTimed ? '' : '; times and frames are not compared'}`);
  const compared = before.entries.map(({ input, played }, index) => ({
    id: input.id,
    exception: exceptionFor(input),
    runs: comparePlayed(played, (after.entries[index] as RecordedInput).played, {
      toleranceNs: isTimed ? options.toleranceNs : null,
    }),
  }));
  const { lines, isAlike } = reportOf(compared);
  console.log(lines.join('\n'));
  return isAlike;
}

/** Plays what `before` played, or everything, with this checkout. */
async function playHere(before: Recording | null): Promise<Recording> {
  const inputs = before?.entries.map(({ input }) => input) ?? selected(allInputs(), options.only);
  const entries = await playAll(commandOf(ROOT), inputs, options);
  return { format: 1, commit: describeCheckout(), engine: options.engine, entries };
}

const options = readOptions();
try {
  if (selected(allInputs(), options.only).length === 0) throw new Error(`no spec is called ${options.only.join(', ')}`);
  const before = await reference(options);
  const after = await playHere(before);
  if (options.save !== undefined) writeFileSync(options.save, recordingText(before ?? after));
  if (before !== null && !print(before, after)) process.exitCode = 1;
} catch (error) {
  console.error(`error: ${(error as Error).message}`);
  process.exitCode = 1;
}
