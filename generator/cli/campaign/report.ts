/** A campaign as text and as a JSON document. */
import { harmless } from '../../../document/words/printed.ts';
import { CAMPAIGN_FAULTS } from '../../../simulator/campaign/faults.ts';
import { FAILURE_KINDS, sumOfCounts } from '../../../simulator/campaign/tally.ts';
import { repeatLine } from '../../../simulator/run-scenario.ts';
import type { Io } from '../io.ts';
import type { CampaignFailure } from './failures.ts';
import type { Progress } from './progress.ts';
import type { Shard } from './shard.ts';

export interface CampaignFacts {
  readonly seed: number;
  readonly count: number;
  readonly shard: Shard;
  readonly engine: 'host' | 'arm';
}

export interface CampaignEnd {
  /** Runs of this shard. */
  readonly wanted: number;
  /** Sockets of which nothing is demanded after the faults, because nothing in the spec bounds their recovery. */
  readonly unbounded: readonly number[];
}

export function campaignDocument(facts: CampaignFacts, { wanted, unbounded }: CampaignEnd, progress: Progress) {
  const { tally, failures, played, elapsedMs } = progress;
  return {
    ok: failures.length === 0 && played >= wanted,
    ...facts,
    wanted,
    runs: tally.runs,
    passed: tally.passed,
    notCovered: tally.notCovered,
    failed: tally.failed,
    faults: { total: sumOfCounts(tally.faults), ...tally.faults },
    simulatedS: Math.round(tally.simulatedMs) / 1000,
    elapsedS: Math.round(elapsedMs) / 1000,
    unbounded,
    failures,
  };
}

export function campaignFailureText({ kind, run, reasons, steps, tries, command }: CampaignFailure, io: Io): string {
  const shrunk = `${steps.drawn} steps shrunk to ${steps.left}, in ${tries} tries`;
  return [
    `${io.paint('out', 'red', 'FAIL')}  run ${run}: ${kind} (${shrunk})`,
    ...[...reasons, repeatLine(command)].map((line) => `      ${harmless(line)}`),
  ].join('\n');
}

export function campaignProgress({ wanted }: CampaignEnd, { tally, failures }: Progress): string {
  const faults = sumOfCounts(tally.faults);
  return `${figure(tally.runs)} of ${figure(wanted)} runs, ${figure(faults)} faults, ${figure(failures.length)} failed`;
}

export function campaignSummary(end: CampaignEnd, progress: Progress, io: Io): string {
  const { tally, failures, elapsedMs } = progress;
  const [simulated, elapsed] = [figure(tally.simulatedMs / 1000), figure(elapsedMs / 1000)];
  const kinds = FAILURE_KINDS.filter((kind) => tally.failed[kind] > 0).map((kind) => `${tally.failed[kind]} ${kind}`);
  const failed = failures.length === 0 ? '0 failed' : `${failures.length} failed (${kinds.join(', ')})`;
  const places = Object.entries(CAMPAIGN_FAULTS).map(([place, faults]) => {
    const count = Object.keys(faults).reduce((sum, name) => sum + tally.faults[name as keyof typeof tally.faults], 0);
    return `${place} ${figure(count)}`;
  });
  return [
    `${counted(tally.runs, 'run')}, ${counted(sumOfCounts(tally.faults), 'fault')}, ${simulated} s simulated in ${elapsed} s`,
    `faults on: ${places.join(', ')}`,
    `${io.paint('out', failures.length === 0 ? 'green' : 'red', failures.length === 0 ? 'PASS' : 'FAIL')}  ${tally.passed} passed, ${tally.notCovered} not covered, ${failed}`,
    ...unboundedText(end),
  ].join('\n');
}

function unboundedText({ unbounded }: CampaignEnd): readonly string[] {
  if (unbounded.length === 0) return [];
  const sockets = `${unbounded.length === 1 ? 'socket' : 'sockets'} ${unbounded.join(', ')}`;
  return [`Not judged: whether ${sockets} recovers; nothing in the spec bounds it (see explain, recovery).`];
}

function counted(count: number, what: string): string {
  return `${figure(count)} ${what}${count === 1 ? '' : 's'}`;
}

/** `12,300`; one digit after the point below ten. */
function figure(value: number): string {
  const shown = value < 10 && !Number.isInteger(value) ? value.toFixed(1) : Math.round(value).toString();
  return shown.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}
