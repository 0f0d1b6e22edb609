/** The failures of a campaign: shrunk, written to a file, with the command that repeats them. */
import { join } from 'node:path';
import type { Plan } from '../../../contract/plan.ts';
import {
  type CampaignFailureKind,
  type CampaignInput,
  type PlayedStory,
  playStory,
} from '../../../simulator/campaign/play-story.ts';
import { type ScenarioText, scenarioFrom } from '../../../simulator/campaign/scenario-of.ts';
import { shrink } from '../../../simulator/campaign/shrink.ts';
import { repeatCommand } from '../../../simulator/repeat-command.ts';
import { repeatLine } from '../../../simulator/run-scenario.ts';
import { makeFolders } from '../../files/make-folders.ts';
import { asWriteError } from '../../files/write-error.ts';
import { type OutputKind, writeOutput } from '../simulate/output-file.ts';

export interface CampaignFailure {
  readonly run: number;
  readonly seed: number;
  readonly kind: CampaignFailureKind;
  readonly reasons: readonly string[];
  /** Of the scenario as it was drawn, and of the one that is left. */
  readonly steps: { readonly drawn: number; readonly left: number };
  /** How many scenarios were played to find it. */
  readonly tries: number;
  readonly file: string;
  readonly command: string;
  readonly scenario: ScenarioText;
}

export interface FailureNames {
  readonly specFile: string;
  readonly outDir?: string | undefined;
  /** The folder for scenarios. */
  readonly folder: string;
  readonly engine: 'host' | 'arm';
  readonly campaignSeed: number;
}

const BEGINNING = '// keepwire campaign: ';
const SCENARIO: OutputKind = {
  beginning: Buffer.from(BEGINNING),
  otherwise: 'no scenario of a campaign; give --failures another folder',
};
/** A scenario of a few hundred steps is shrunk by then; a run takes a tenth of a second. */
const MOST_TRIES = 150;
const MOST_REASONS = 5;

/**
 * Shrinks a run that failed, and writes its scenario to a file.
 *
 * @throws {CliError | WriteError} when the file cannot be written.
 */
export function keepFailure(
  input: CampaignInput & { readonly plan: Plan },
  number: number,
  played: PlayedStory & { readonly kind: CampaignFailureKind },
  names: FailureNames,
): CampaignFailure {
  const { kind, seed, story, scenario } = played;
  const again = (smaller: typeof story): PlayedStory => playStory(input, smaller, scenario.name, seed);
  const { story: shortest, tries } = shrink(story, (smaller) => again(smaller).kind === kind, MOST_TRIES);
  const shrunk = again(shortest);
  const file = join(names.folder, `${input.plan.name}-seed-${names.campaignSeed}-run-${number}.json`);
  const { specFile, outDir, engine } = names;
  const options = { specFile, scenarioFile: file, ...(outDir === undefined ? {} : { outDir }) };
  const command = repeatCommand(options, input.plan, scenarioFrom(shrunk.scenario), engine, seed);
  const failure = {
    ...{ run: number, seed, kind, reasons: shrunk.run.reasons.slice(0, -1).slice(0, MOST_REASONS) },
    steps: { drawn: scenario.steps.length, left: shrunk.scenario.steps.length },
    ...{ tries, file, command, scenario: shrunk.scenario },
  };
  writeScenario(failure, names);
  return failure;
}

function writeScenario({ file, command, run, scenario, reasons }: CampaignFailure, names: FailureNames): void {
  const lines = [
    `${BEGINNING}run ${run}, seed ${names.campaignSeed}, ${names.specFile}`,
    ...reasons.map((reason) => `// ${reason}`),
    `// ${repeatLine(command)}`,
    JSON.stringify(scenario, null, 2),
  ];
  try {
    makeFolders(names.folder);
  } catch (error) {
    throw asWriteError(error, names.folder);
  }
  writeOutput(file, SCENARIO, (write) => write(Buffer.from(`${lines.join('\n')}\n`)));
}
