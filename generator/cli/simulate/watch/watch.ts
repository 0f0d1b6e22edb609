/** Runs again whenever a file changes. */
import { harmless } from '../../../../document/words/printed.ts';
import { type Changes, changesBetween, changesText, type Stamps } from './changes.ts';

const LOOK_EVERY_MS = 250;
/** An editor that saves several files, and a compiler that writes them, take less. */
const QUIET_MS = 300;
/** A file that is written all the time does not delay the run for longer. */
const LONGEST_MS = 3000;
const MOST_NAMED = 4;

export interface WatchParts {
  /** The files that the next run would read, as they are now. */
  look(): Stamps;
  /** Prints what it finds wrong; never throws. */
  run(): Promise<void>;
  tell(text: string): void;
  pause(ms: number): Promise<void>;
}

/** Never returns: the user ends it with Ctrl-C. The next run begins when the present one has ended. */
export async function watch(parts: WatchParts): Promise<never> {
  for (;;) {
    // Looked at before the run: a file that changes during it is run again.
    const before = parts.look();
    await parts.run();
    parts.tell(watchingText(before));
    const changes = await nextChanges(before, parts);
    parts.tell(`\n${changesText(changes)}. Running again.\n`);
  }
}

function watchingText(stamps: Stamps): string {
  const paths = [...stamps.keys()];
  const named = harmless(paths.slice(0, MOST_NAMED).join(', '));
  return `\nWatching ${paths.length > MOST_NAMED ? `${paths.length} files: ${named}, …` : `${named}.`} Ctrl-C ends.`;
}

async function nextChanges(before: Stamps, { look, pause }: WatchParts): Promise<Changes> {
  let now = look();
  let first = changesBetween(before, now);
  while (first === null) {
    await pause(LOOK_EVERY_MS);
    now = look();
    first = changesBetween(before, now);
  }
  for (let waitedMs = 0; waitedMs < LONGEST_MS; waitedMs += QUIET_MS) {
    await pause(QUIET_MS);
    const later = look();
    const isQuiet = changesBetween(now, later) === null;
    now = later;
    if (isQuiet) break;
  }
  // What has changed back meanwhile counts as well: the run may have read it in between.
  return changesBetween(before, now) ?? first;
}
