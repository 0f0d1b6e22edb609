import { type RunInput, runScenario } from '../run-scenario.ts';
import type { Run } from '../verdict/judged-run.ts';
import { seedOfRun } from './dice.ts';
import { type ScenarioText, scenarioFrom, scenarioText } from './scenario-of.ts';
import { drawStory, type Story } from './story.ts';

/** What all runs of a campaign share. */
export type CampaignInput = Pick<RunInput, 'plan' | 'engine' | 'farSideOf' | 'whyUndetected'>;

/** How a run failed: the worst that happened in it. */
export type CampaignFailureKind =
  /** The firmware is stuck, traps or returns. */
  | 'hung'
  /** A new peer was not served within the recovery bound. */
  | 'lost'
  /** The connection of a living peer was closed. */
  | 'closed'
  /** The firmware did what the chip's datasheet or the part does not allow. */
  | 'violation'
  /** Answers or probes were not as the plan says. */
  | 'other';

/** A story that was played. */
export interface PlayedStory {
  readonly story: Story;
  readonly scenario: ScenarioText;
  readonly seed: number;
  readonly run: Run;
  /** Null: it did not fail. */
  readonly kind: CampaignFailureKind | null;
}

/** The story with this number: it depends on the campaign's seed, the number and the plan. */
export function storyOfRun({ plan }: CampaignInput, seed: number, number: number): Story {
  return drawStory(plan, seedOfRun(seed, number));
}

export function playStory(input: CampaignInput, story: Story, name: string, seed: number): PlayedStory {
  const scenario = scenarioText(input.plan, story, name);
  const run = runScenario({ ...input, scenario: scenarioFrom(scenario), seed });
  return { story, scenario, seed, run, kind: kindOf(run) };
}

/** In the order of their weight. */
const KINDS: readonly (readonly [CampaignFailureKind, ...Run['failed']])[] = [
  ['hung', 'firmware'],
  ['lost', 'steps', 'alive'],
  ['closed', 'survivors', 'detections'],
  ['violation', 'violations'],
];

function kindOf({ failed, verdict }: Run): CampaignFailureKind | null {
  if (verdict !== 'fail') return null;
  const found = KINDS.find(([, ...checks]) => checks.some((check) => failed.includes(check)));
  return found?.[0] ?? 'other';
}
