import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { copyCheckout } from '../copy-checkout.ts';
import type { Mutation } from './list.ts';
import { mutated } from './mutate.ts';

export interface FailedTest {
  /** Relative to the checkout. */
  readonly file: string;
  /** The full name of the first test that failed; where none could run, what vitest says. */
  readonly test: string;
}

/** As much of vitest's report in JSON as is read here. */
interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** The tiers of `npm test`. */
const QUICK = '--project=quick';
const FULL = ['--project=full', '--project=alone'];

/** The arguments of each run of vitest that may catch the mutation, the quicker ones first. */
function runsFor({ file, tests }: Mutation): readonly (readonly string[])[] {
  const [folder] = file.replace(/^(generator|simulator)\//, '').split('/');
  const first = tests === undefined ? [`test/${folder}/`, QUICK] : [...tests, QUICK, ...FULL];
  return [first, ['related', file, QUICK], ['related', file, ...FULL]];
}

/** A copy of the checkout in which tests run with a mutation or without. `remove` must be called at the end. */
export class Runner {
  /** A short name: the path of a Unix socket has about a hundred bytes. */
  readonly #folder = mkdtempSync(join(tmpdir(), 'kw-'));
  readonly #copy = join(this.#folder, 'checkout');
  /** For all temporary files of the tests: those of tests that were ended stay behind. */
  readonly #temporary = join(this.#folder, 'tmp');
  readonly #options: readonly string[];
  readonly #signal: AbortSignal;

  /** @param signal ends the tests that run; they then throw. */
  constructor(maxWorkers: string, signal: AbortSignal) {
    this.#options = ['--run', `--maxWorkers=${maxWorkers}`, '--reporter=json', `--outputFile=${this.#reportFile}`];
    this.#signal = signal;
    mkdirSync(this.#temporary);
    copyCheckout(this.#copy);
  }

  /** The first failure that the mutation causes; undefined: it survives. */
  async caughtBy(mutation: Mutation): Promise<FailedTest | undefined> {
    const path = join(this.#copy, mutation.file);
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, mutated(text, mutation));
    try {
      for (const args of runsFor(mutation)) {
        const [first] = await this.#failuresOf([...args, '--bail=1', '--passWithNoTests']);
        if (first !== undefined) return first;
      }
      return undefined;
    } finally {
      writeFileSync(path, text);
    }
  }

  /** Which of the test files fail without a mutation. */
  failing(files: readonly string[]): Promise<readonly FailedTest[]> {
    return files.length === 0 ? Promise.resolve([]) : this.#failuresOf([...files, QUICK, ...FULL]);
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 10 });
  }

  get #reportFile(): string {
    return join(this.#copy, 'node_modules/.mutations.json');
  }

  async #failuresOf(args: readonly string[]): Promise<readonly FailedTest[]> {
    this.#signal.throwIfAborted();
    rmSync(this.#reportFile, { force: true });
    const child = execa(process.execPath, ['node_modules/vitest/vitest.mjs', ...args, ...this.#options], {
      ...{ cwd: this.#copy, reject: false, all: true, stdin: 'ignore', detached: true },
      // What a mutation compiles must not stay in the user's cache.
      env: { TMPDIR: this.#temporary, XDG_CACHE_HOME: join(this.#copy, 'node_modules/.cache') },
    });
    // The whole group: vitest does not end the builds that it started.
    const end = (): void => {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
    };
    this.#signal.addEventListener('abort', end);
    const { all, exitCode } = await child;
    this.#signal.removeEventListener('abort', end);
    this.#signal.throwIfAborted();
    const failures = this.#report(all).flatMap(({ name, status, message, assertionResults }) => {
      const first = assertionResults.find((it) => it.status === 'failed');
      const test = first?.fullName ?? message.split('\n', 1).join('');
      return status === 'failed' ? [{ file: name.slice(this.#copy.length + 1), test }] : [];
    });
    // A build that fails, for example.
    if (exitCode !== 0 && failures.length === 0) throw new Error(`vitest ${args.join(' ')} ran no tests:\n${all}`);
    return failures;
  }

  #report(output: string): Report['testResults'] {
    try {
      return JSON.parse(readFileSync(this.#reportFile, 'utf8')).testResults;
    } catch {
      throw new Error(`vitest ended without a report:\n${output}`);
    }
  }
}
