import type { Plan } from '../../contract/plan.ts';
import type { WhyUndetected } from '../../contract/promises.ts';
import { type ChipSwitches, createChip, type WiznetChip } from '../chip/chip.ts';
import { createFaultyChip } from '../chip/faults.ts';
import { Lines } from '../chip/lines.ts';
import { Clock, NS_PER_MS, NS_PER_S } from '../clock.ts';
import type { Engine, EngineResult } from '../engine/engine.ts';
import type { OnSignal } from '../signals.ts';
import type { Report, TimelineEvent } from '../timeline.ts';
import type { Detection, Evidence, Violation } from '../verdict/evidence.ts';
import { judge } from '../verdict/judge.ts';
import type { Scenario } from './format/scenario.generated.ts';
import { namesOf } from './peers/host.ts';
import { createRecorder } from './record/recorder.ts';
import { type CommandNames, repeatCommand } from './repeat.ts';
import { longestNs } from './steps/limits.ts';
import { proveListening } from './steps/listening.ts';
import { playSteps } from './steps/steps.ts';
import { startTask, type Task } from './testbed/scheduler.ts';
import { createTestBed, type TestBed } from './testbed/test-bed.ts';

/** What an engine is put on. */
export interface Board {
  readonly plan: Plan;
  readonly clock: Clock;
  readonly chip: WiznetChip;
  readonly report: Report;
  /** Where an engine reports the lines that it drives itself: `tick`. Absent when nobody looks. */
  readonly onSignal?: OnSignal;
}

export interface RunInput extends CommandNames {
  readonly plan: Plan;
  readonly scenario: Scenario;
  readonly engine: (board: Board) => Engine;
  /** Words for verdicts on failures that nothing detects; absent: verdicts do not say why. */
  readonly whyUndetected?: WhyUndetected;
  /** Equal seeds give equal timelines; 1 unless told. */
  readonly seed?: number;
  readonly switches?: Partial<ChipSwitches>;
  /** Told of every change on the board's lines, for a logic analyser's view of the run. */
  readonly onSignal?: OnSignal;
  /** Told of each event of the timeline when it happens. */
  readonly onEvent?: (event: TimelineEvent) => void;
}

export interface RunStats {
  readonly simulatedMs: number;
  readonly frames: number;
  readonly engine: EngineResult['stats'];
}

export interface Run {
  readonly scenario: string;
  readonly title: string;
  readonly engine: Engine['name'];
  readonly seed: number;
  readonly verdict: 'pass' | 'fail';
  /** On a pass what was shown; on a failure what went wrong and, last, the command that repeats it. */
  readonly reasons: readonly string[];
  readonly detections: readonly Detection[];
  readonly violations: readonly Violation[];
  readonly timeline: readonly TimelineEvent[];
  readonly stats: RunStats;
}

/**
 * Plays a scenario against the firmware in an engine and judges it by the plan. Deterministic: everything random comes
 * from the seed. Returns a failing verdict, and does not throw, for firmware that is stuck, traps or returns.
 */
export function runScenario(input: RunInput): Run {
  const { plan, scenario, seed = 1 } = input;
  const clock = new Clock();
  const recorder = createRecorder(clock, input.onEvent);
  const hostsAndLink = createTestBed({ clock, plan, scenario, recorder, seed });
  const lines = input.onSignal === undefined ? null : linesOf(plan, clock, input.onSignal);
  const { chip, faults: chipFaults } = createFaultyChip({ clock, report: recorder.report, seed }, (report) =>
    createChip({ ...chipOf(input, lines), clock, port: hostsAndLink.devicePort, report, seed }),
  );
  const externalFirmware = input.elfFile !== undefined;
  const bed: TestBed = { ...hostsAndLink, chipFaults, externalFirmware };
  const watched = lines === null ? { chip } : { chip: lines.watch(chip), onSignal: lines.set };
  const engine = input.engine({ plan, clock, report: recorder.report, ...watched });
  const played = bed.unfit === null ? perform(bed, scenario, engine) : notPlayed(engine, bed.unfit);
  lines?.finish();
  const membersOf = (name: string): readonly string[] => namesOf(bed.hostsOf(name));
  const connections = bed.hosts.flatMap((host) => host.records);
  const { intervals: faultIntervals } = chipFaults;
  const told = { timeline: recorder.events, connections, faultIntervals, membersOf };
  const words = input.whyUndetected === undefined ? {} : { whyUndetected: input.whyUndetected };
  const evidence: Evidence = { plan, externalFirmware, scenario, ...words, ...told, ...played };
  const { verdict, reasons, detections, violations } = judge(evidence);
  const frames = recorder.events.filter(({ kind }) => kind === 'frame').length;
  return {
    scenario: scenario.name,
    title: scenario.title,
    engine: engine.name,
    seed,
    verdict,
    reasons: verdict === 'pass' ? reasons : [...reasons, repeatCommand(input, plan, scenario, engine.name, seed)],
    detections,
    violations,
    timeline: recorder.events,
    stats: { simulatedMs: played.endNs / NS_PER_MS, frames, engine: played.engine.stats },
  };
}

function chipOf({ plan, switches = {} }: RunInput, lines: Lines | null) {
  const watched = lines && { onInterrupt: (level: 0 | 1) => lines.set('INTn', level) };
  return { name: plan.chip.name, switches, ...watched };
}

function linesOf({ spi }: Plan, clock: Clock, onSignal: OnSignal): Lines {
  return new Lines(clock, Math.round((8 * NS_PER_S) / spi.clockHz), onSignal);
}

type Played = Pick<Evidence, 'unfinished' | 'stepsDoneNs' | 'endNs'> & { readonly engine: EngineResult };

/** Lets the firmware run until the steps, and the proof that ports listen again, are done or have failed. */
function perform(bed: TestBed, scenario: Scenario, engine: Engine): Played {
  const { clock, plan, recorder, sessions } = bed;
  let unfinished: string | null = null;
  let stepsDoneNs: number | null = null;
  function* task(): Task {
    const [early, later] = byStart(scenario.steps);
    const failure = (yield* playSteps(bed, early)) ?? (yield* afterStart(bed, later));
    stepsDoneNs = clock.nowNs;
    unfinished = failure === null ? yield* proveListening(bed, scenario) : `A step never came true: ${failure}.`;
  }
  const scheduler = startTask(clock, task());
  recorder.onEvent = (event) => {
    sessions.take(event);
    scheduler.wake();
  };
  const result = engine.run({
    untilNs: longestNs(scenario, plan),
    stopped: () => scheduler.finished,
    lookEveryNs: NS_PER_S,
  });
  if (!scheduler.finished) unfinished = `The run ended while waiting for ${scheduler.waitingFor}.`;
  return {
    engine: result,
    unfinished,
    stepsDoneNs: stepsDoneNs ?? clock.nowNs,
    endNs: clock.nowNs,
  };
}

/** A chip that is in trouble from the first step on is so from power-on. */
function byStart(steps: Scenario['steps']): readonly [early: Scenario['steps'], later: Scenario['steps']] {
  const other = steps.findIndex((step) => step.do !== 'chip');
  const count = other < 0 ? steps.length : other;
  return [steps.slice(0, count), steps.slice(count)];
}

function* afterStart(bed: TestBed, steps: Scenario['steps']): Task<string | null> {
  yield { what: 'the start', limitNs: bed.startNs };
  return yield* playSteps(bed, steps);
}

/** The engine is asked for nothing more than its empty statistics. */
function notPlayed(engine: Engine, unfit: string): Played {
  return { engine: engine.run({ untilNs: 0, stopped: () => true }), unfinished: unfit, stepsDoneNs: 0, endNs: 0 };
}
