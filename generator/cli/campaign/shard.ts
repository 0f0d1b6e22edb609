import { harmless } from '../../../document/words/printed.ts';
import { CliError } from '../cli-error.ts';

/** Which runs of a campaign are played: each `of`th from run `index - 1` on. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

const MOST_SHARDS = 10_000;

/** @throws {CliError} for what is no `2/8`. */
export function parseShard(text: string | undefined): Shard {
  if (text === undefined) return { index: 1, of: 1 };
  const [, index = 0, of = 0] = (/^(\d{1,5})\/(\d{1,5})$/.exec(text) ?? []).map(Number);
  if (index >= 1 && index <= of && of <= MOST_SHARDS) return { index, of };
  const found = harmless(JSON.stringify(text));
  throw new CliError(2, `--shard takes a part and the number of parts, 1/8 to 8/8 for eight; found ${found}`);
}

/** The numbers of the shard's runs, of a campaign of `count` runs. */
export function runsOfShard(count: number, { index, of }: Shard): number {
  return Math.max(0, Math.ceil((count - (index - 1)) / of));
}

/** The number of the shard's nth run, counted from 0. */
export function numberOf(nth: number, { index, of }: Shard): number {
  return nth * of + index - 1;
}
