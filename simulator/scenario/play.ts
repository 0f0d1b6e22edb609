import type { BoardPlan } from '../../contract/board.ts';
import type { WatchedDevice } from '../../contract/device.ts';
import type { FarSideOf } from '../../contract/far-side.ts';
import { type ChipSwitches, createChip } from '../chip/chip.ts';
import { createFaultyChip, type FaultInterval } from '../chip/faults.ts';
import { SignalObserver } from '../chip/signal-observer.ts';
import { Clock, type Nanos, NS_PER_MS, NS_PER_S } from '../clock.ts';
import type { Board, Engine, EngineResult } from '../engine/engine.ts';
import type { OnSignal } from '../signals.ts';
import type { Report, TimelineEvent } from '../timeline.ts';
import { NOT_MODELLED } from '../violation-rules.ts';
import { timeText } from '../words.ts';
import type { Scenario } from './format/scenario.generated.ts';
import { farSidesOf } from './peers/far-sides.ts';
import { namesOf } from './peers/host.ts';
import type { PlayedScenario } from './record/played.ts';
import { createRecorder, MOST_EVENTS } from './record/recorder.ts';
import { awaitDetections } from './steps/await-detections.ts';
import { longestNs } from './steps/limits.ts';
import { proveListening } from './steps/listening.ts';
import { playSteps } from './steps/play-steps.ts';
import { startTask, type Task } from './testbed/scheduler.ts';
import { createTestBed, type TestBed } from './testbed/test-bed.ts';

export interface PlayInput {
  readonly plan: BoardPlan & WatchedDevice;
  readonly scenario: Scenario;
  readonly engine: (board: Board) => Engine;
  /** How the peers of each socket answer its methods, and for which reasons the device may close; absent: they only echo. */
  readonly farSideOf?: FarSideOf;
  /** Equal seeds give equal timelines. Default: 1. */
  readonly seed?: number;
  readonly switches?: Partial<ChipSwitches>;
  /** The firmware was not generated from this plan (--elf). Only the wiring is known to match. */
  readonly externalFirmware: boolean;
  /** Rules of violations that are not held against the firmware, besides those of the scenario. */
  readonly accepted?: readonly string[];
  /** Called for every change on the board's signals, for a logic analyser's view of the run. */
  readonly onSignal?: OnSignal;
  /** Called for each event of the timeline when it happens; repeats of a violation are counted in its event. */
  readonly onEvent?: (event: TimelineEvent) => void;
}

export interface RunStats {
  readonly simulatedMs: number;
  readonly frames: number;
  readonly engine: EngineResult['stats'];
}

export interface Play {
  readonly played: PlayedScenario;
  readonly engine: Engine['name'];
  readonly seed: number;
  readonly stats: RunStats;
}

/**
 * Plays a scenario against the firmware in an engine. Deterministic: everything random comes from the seed. Does not
 * throw for firmware that is stuck, traps or returns.
 */
export function playScenario(input: PlayInput): Play {
  const { plan, scenario, seed = 1, externalFirmware } = input;
  const clock = new Clock();
  const accepted = [...(input.accepted ?? []), ...scenario.accept];
  const recorder = createRecorder({ clock, accepted, watch: input.onEvent });
  const farSides = farSidesOf(plan, input.farSideOf);
  let faultyTimes: readonly FaultInterval[] = [];
  const wasFaultySince = (sinceNs: Nanos): boolean =>
    faultyTimes.some(({ untilNs }) => untilNs === null || untilNs > sinceNs);
  const hostsAndLink = createTestBed({ clock, plan, farSides, scenario, recorder, seed, wasFaultySince });
  const observer = input.onSignal === undefined ? null : observerOf(plan, clock, input.onSignal);
  const { chip, faults: chipFaults } = createFaultyChip({ clock, report: recorder.report, seed }, (report) =>
    createChip({ ...chipOf(input, observer), clock, port: hostsAndLink.devicePort, report, seed }),
  );
  faultyTimes = chipFaults.intervals;
  const bed: TestBed = { ...hostsAndLink, chipFaults, externalFirmware };
  const watched = observer === null ? { chip } : { chip: observer.watch(chip), onSignal: observer.set };
  const lsi = scenario.lsiHz === undefined ? {} : { lsiHz: scenario.lsiHz };
  const engine = input.engine({ plan, clock, report: naming(plan, recorder.report), ...watched, ...lsi });
  const ended = bed.unfit === null ? perform(bed, scenario, engine) : notPlayed(engine, bed.unfit);
  observer?.finish();
  const frames = recorder.events.filter(({ kind }) => kind === 'frame').length;
  return {
    played: {
      ...{ plan, farSides, externalFirmware, scenario, ...ended },
      timeline: recorder.events,
      connections: bed.hosts.flatMap((host) => host.records),
      faultIntervals: chipFaults.intervals,
      membersOf: (name) => namesOf(bed.membersOf(name)),
      leftOut: bed.gaps.leftOut,
    },
    engine: engine.name,
    seed,
    stats: { simulatedMs: ended.endNs / NS_PER_MS, frames, engine: ended.engine.stats },
  };
}

/** A firmware that serves its sockets counts them from 0; the timeline has the chip's numbers. */
function naming({ sockets, watching }: WatchedDevice, report: Report): Report {
  if (watching !== null) return report;
  return (event) => {
    const isEnd = event.kind === 'firmware' && event.what === 'ended';
    report(isEnd ? { ...event, socket: sockets[event.socket]?.number ?? event.socket } : event);
  };
}

/** Nobody waits for an answer of these peers, so only here it is found that a router has forgotten their connection. */
function leaveOutForgotten(bed: TestBed, { expect }: Scenario): void {
  const hosts = expect.alive.flatMap((name) => bed.hostsOf(name));
  bed.gaps.blame(hosts.filter(({ current }) => current?.failure?.cause === 'nat'));
}

function chipOf({ plan, switches = {} }: PlayInput, observer: SignalObserver | null) {
  const watched = observer && { onInterrupt: (level: 0 | 1) => observer.set('INTn', level) };
  return { name: plan.chip.name, switches, ...watched };
}

function observerOf({ spi }: BoardPlan, clock: Clock, onSignal: OnSignal): SignalObserver {
  return new SignalObserver(clock, Math.round((8 * NS_PER_S) / spi.clockHz), onSignal);
}

type Ended = Pick<PlayedScenario, 'unfinished' | 'stepsDoneNs' | 'endNs'> & { readonly engine: EngineResult };

/** Runs the firmware until the steps and the check that ports listen again are done or have failed. */
function perform(bed: TestBed, scenario: Scenario, engine: Engine): Ended {
  const { clock, plan, recorder, sessions } = bed;
  let unfinished: string | null = null;
  let stepsDoneNs: number | null = null;
  function* task(): Task {
    const [early, later] = byStart(scenario.steps);
    const failure = (yield* playSteps(bed, early)) ?? (yield* afterStart(bed, later));
    stepsDoneNs = clock.nowNs;
    leaveOutForgotten(bed, scenario);
    if (failure === null) yield* awaitDetections(bed, scenario);
    unfinished = failure === null ? yield* proveListening(bed, scenario) : `A step failed: ${failure}.`;
  }
  const scheduler = startTask(clock, task());
  let lacking: string | null = null;
  recorder.onEvent = (event) => {
    sessions.take(event);
    scheduler.wake();
    if (lacking === null) lacking = lackOf(event);
  };
  const result = engine.run({
    untilNs: longestNs(scenario, plan),
    stopped: () => scheduler.finished || lacking !== null || recorder.fullAtNs !== null,
    idlePollIntervalNs: NS_PER_S,
  });
  const waiting = `The run ended while waiting for ${scheduler.waitingFor}`;
  if (!scheduler.finished) unfinished = lacking ?? (recorder.fullAtNs === null ? `${waiting}.` : `${waiting}: ${FULL}`);
  return { engine: result, unfinished, stepsDoneNs: stepsDoneNs ?? clock.nowNs, endNs: clock.nowNs };
}

const FULL = `its timeline has ${MOST_EVENTS} events, the most that are kept.`;

/** A sentence about what the firmware needs and the model lacks; null if the event is about something else. */
function lackOf(event: TimelineEvent): string | null {
  if (event.kind !== 'violation' || event.rule !== NOT_MODELLED) return null;
  if (event.excused === true || event.accepted === true) return null;
  return `${event.text}. The run ended at ${timeText(event.atNs)}; with --accept ${NOT_MODELLED} it goes on.`;
}

/** Chip faults at the beginning of the steps act from power-on. */
function byStart(steps: Scenario['steps']): readonly [early: Scenario['steps'], later: Scenario['steps']] {
  const other = steps.findIndex((step) => step.do !== 'chip');
  const count = other < 0 ? steps.length : other;
  return [steps.slice(0, count), steps.slice(count)];
}

function* afterStart(bed: TestBed, steps: Scenario['steps']): Task<string | null> {
  yield { what: 'the start', limitNs: bed.startNs };
  return yield* playSteps(bed, steps);
}

/** The engine runs for no time; it is only asked for its empty statistics. */
function notPlayed(engine: Engine, unfit: string): Ended {
  return { engine: engine.run({ untilNs: 0, stopped: () => true }), unfinished: unfit, stepsDoneNs: 0, endNs: 0 };
}
