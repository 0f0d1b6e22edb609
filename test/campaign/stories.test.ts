import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Plan } from '../../contract/plan.ts';
import { diceFrom, seedOfRun } from '../../simulator/campaign/dice.ts';
import {
  CAMPAIGN_FAULT_NAMES,
  CAMPAIGN_FAULTS,
  type CampaignFault,
  drawFault,
} from '../../simulator/campaign/faults.ts';
import { scenarioFrom, scenarioText } from '../../simulator/campaign/scenario-of.ts';
import { drawStory, faultsIn, type Story } from '../../simulator/campaign/story.ts';
import { fits } from '../../simulator/scenario/peers/misfits.ts';
import { EXAMPLES_FOLDER, planOfText } from '../whole/firmware.ts';

const FILES = ['', 'applications/'].flatMap((folder) =>
  readdirSync(join(EXAMPLES_FOLDER, folder)).flatMap((name) => (name.endsWith('.json') ? [`${folder}${name}`] : [])),
);
const planOf = (file: string) => planOfText(readFileSync(join(EXAMPLES_FOLDER, file), 'utf8'), basename(file, '.json'));
const MINIMAL = planOf('w5500-minimal.json');
const storiesOf = (plan: Plan, count: number): readonly Story[] =>
  Array.from({ length: count }, (_, run) => drawStory(plan, seedOfRun(1, run)));

describe.each(FILES)('%s', (file) => {
  test('every story is a valid scenario that the spec has the sockets for, and names its faults', () => {
    const plan = planOf(file);
    for (const story of storiesOf(plan, 200)) {
      const scenario = scenarioFrom(scenarioText(plan, story, 'run-1'));
      expect(fits(scenario, plan)).toBe(true);
      expect(scenario.title).toContain(faultsIn(story)[0]);
      expect(faultsIn(story).length).toBeGreaterThanOrEqual(1);
      expect(faultsIn(story).length).toBeLessThanOrEqual(20);
    }
  });

  test('after the faults every socket serves a new peer, and every peer of the faults is gone', () => {
    const plan = planOf(file);
    for (const story of storiesOf(plan, 50)) {
      const { steps, expect: expected } = scenarioText(plan, story, 'run-1');
      expect(expected.alive).toHaveLength(plan.sockets.filter((it) => it.websocket?.keptForPage !== true).length);
      const connects = steps.filter((step) => step.do === 'connect' && step.optional !== true);
      const echoes = steps.filter((step) => step.do === 'expect-echo');
      expect(echoes.map(({ peer }) => peer)).toEqual(connects.slice(-echoes.length).map(({ peer }) => peer));
      const gone = steps.filter((step) => step.do === 'boot' || step.do === 'power-off').map(({ peer }) => peer);
      for (const { name } of story.peers) expect(gone).toContain(name);
    }
  });
});

test('a run is the same whatever was drawn before it, and each seed gives others', () => {
  const plan = MINIMAL;
  const textOf = (seed: number, run: number) => JSON.stringify(drawStory(plan, seedOfRun(seed, run)));
  expect(textOf(1, 7)).toBe(textOf(1, 7));
  const texts = [1, 2, 2 ** 32 + 1, 2 ** 40].flatMap((seed) => [0, 1, 2, 1000].map((run) => textOf(seed, run)));
  expect(new Set(texts).size).toBe(texts.length);
});

test('every fault is drawn, by place about equally often', () => {
  const dice = diceFrom(1);
  const targets = { peers: ['first-0'], tcpTimeoutMs: 3000 } as const;
  const drawn = Array.from({ length: 6000 }, () => drawFault(dice, targets).name);
  expect(new Set(drawn)).toEqual(new Set(CAMPAIGN_FAULT_NAMES));
  for (const faults of Object.values(CAMPAIGN_FAULTS)) {
    const count = drawn.filter((name) => Object.hasOwn(faults, name)).length;
    expect(count).toBeGreaterThan(850);
    expect(count).toBeLessThan(1150);
  }
});

test('whatever begins in the steps has ended before new peers connect', () => {
  for (const story of storiesOf(MINIMAL, 500)) {
    const { steps } = scenarioText(MINIMAL, story, 'run-1');
    const lastOf = (isIt: (step: (typeof steps)[number]) => boolean): number => steps.findLastIndex(isIt);
    expect(lastOf(({ do: what }) => what === 'cut')).toBeLessThanOrEqual(lastOf(({ do: what }) => what === 'mend'));
    const impairs = steps.filter(({ do: what }) => what === 'impair');
    const keys = new Set(impairs.flatMap((step) => Object.keys(step)).filter((key) => /Rate$|Ms$/.test(key)));
    expect(Object.values(impairs.at(-1) ?? {}).filter((value) => value === 0)).toHaveLength(keys.size);
    if (steps.some((step) => step.do === 'chip'))
      expect(steps.findLast((step) => step.do === 'chip')).toEqual({ do: 'chip', is: 'ok' });
  }
});

test('an early story has its first fault before anybody connects, and a late one after all have', () => {
  const plan = MINIMAL;
  const [early, late] = [true, false].map((is) => storiesOf(MINIMAL, 50).find(({ isEarly }) => isEarly === is)) as [
    Story,
    Story,
  ];
  expect(scenarioText(plan, late, 'run-1').steps[0]?.do).toBe('connect');
  expect(scenarioText(plan, early, 'run-1').steps[0]).toEqual(early.moments[0]?.step);
});

test('names of faults are told once each', () => {
  const names: readonly CampaignFault[] = CAMPAIGN_FAULT_NAMES;
  expect(new Set(names).size).toBe(names.length);
});
