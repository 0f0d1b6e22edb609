/** The state of a campaign in a file, so that it can be stopped and resumed. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { Plan } from '../../../contract/plan.ts';
import { harmless } from '../../../document/words/printed.ts';
import { VERSION } from '../../firmware/version.generated.ts';
import { CliError, InputError } from '../cli-error.ts';
import type { Io } from '../io.ts';
import { readTextFile } from '../read-file.ts';
import { firmwareFiles, type InFolder } from '../simulate/firmware-files.ts';
import { checkOutput, type OutputKind, writeOutput } from '../simulate/output-file.ts';
import { BEGINNING_OF_ALL, type Progress } from './progress.ts';
import type { CampaignFacts } from './report.ts';

/** What a state belongs to; `--count` is no part of it, so that a campaign can be made longer. */
export interface CampaignIdentity {
  readonly version: string;
  readonly firmware: string;
  readonly seed: number;
  readonly shard: string;
  readonly engine: string;
}

const BEGINNING = '{"state":"keepwire campaign",';
const STATE: OutputKind = {
  beginning: Buffer.from(BEGINNING),
  otherwise: 'no state of a campaign; give --resume another file',
};

const WORDS: Readonly<Record<keyof CampaignIdentity, string>> = {
  version: 'version of keepwire',
  firmware: 'firmware',
  seed: 'seed',
  shard: 'shard',
  engine: 'engine',
};

export function identityOf(plan: Plan, facts: CampaignFacts, args: InFolder, io: Io): CampaignIdentity {
  const { seed, engine, shard } = facts;
  const hash = createHash('sha256').update(JSON.stringify(plan));
  // What it uses of the user's is told elsewhere.
  for (const file of firmwareFiles(plan, { ...args, json: true }, io)) {
    hash.update(`\n${file.path}\n`).update('bytes' in file && file.bytes !== undefined ? file.bytes : file.text);
  }
  return { version: VERSION, firmware: hash.digest('hex'), seed, shard: `${shard.index}/${shard.of}`, engine };
}

/**
 * The progress in a file; that of the beginning where there is no file.
 *
 * @throws {CliError} for a file that is none, is damaged, or is the state of another campaign.
 */
export function readState(path: string, identity: CampaignIdentity): Progress {
  checkOutput(path, STATE);
  if (!existsSync(path)) return BEGINNING_OF_ALL;
  const text = readTextFile(path);
  if (!text.ok) throw new InputError([{ file: path, problems: text.problems }]);
  const state = parsed(path, text.value);
  const other = (Object.keys(WORDS) as (keyof CampaignIdentity)[]).find((key) => state.of[key] !== identity[key]);
  if (other === undefined) return state.progress;
  const values = other === 'firmware' ? '' : `: ${harmless(String(state.of[other]))} instead of ${identity[other]}`;
  throw refused(path, `it is the state of a campaign with another ${WORDS[other]}${values}`);
}

/** @throws {CliError | WriteError} when the file cannot be written. */
export function writeState(path: string, identity: CampaignIdentity, progress: Progress): void {
  const kept = JSON.stringify({ of: identity, progress });
  writeOutput(path, STATE, (write) => write(Buffer.from(`${BEGINNING}"sha256":"${sha256(kept)}","kept":${kept}}\n`)));
}

interface Kept {
  readonly of: CampaignIdentity;
  readonly progress: Progress;
}

/** The checksum makes sure that everything is as it was written; nothing else is checked. */
function parsed(path: string, text: string): Kept {
  const [, checksum, kept = ''] = /"sha256":"([0-9a-f]{64})","kept":(\{.*\})\}\n$/.exec(text) ?? [];
  if (checksum === undefined || sha256(kept) !== checksum) throw refused(path, 'it is damaged');
  return JSON.parse(kept);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function refused(path: string, why: string): CliError {
  return new CliError(2, `${harmless(path)}: ${why}; delete it, or give --resume another file`);
}
