import { SYMBOLS } from '../../contract/firmware.ts';
import { timeText } from '../words.ts';
import { answerFindings } from './answers.ts';
import { detectionFindings, detectionsOf } from './detections.ts';
import {
  bad,
  type Case,
  caseOf,
  type Detection,
  type Evidence,
  type VerdictReason,
  type Violation,
} from './evidence.ts';
import { externalFirmwareFindings } from './external-firmware.ts';
import { probeFindings } from './probes.ts';
import { aliveFindings, closedWhileAlive, echoFindings } from './survivors.ts';
import { leftOutFindings } from './uncovered.ts';
import { acceptedFindings, violationFindings, violationsOf } from './violations.ts';

/** What a verdict looks at. */
export type Check =
  /** The firmware runs on: it is not stuck, and neither traps nor returns. */
  | 'firmware'
  /** The steps, and that ports listen again afterwards. */
  | 'steps'
  | 'violations'
  | 'detections'
  /** No connection of a living peer is closed. */
  | 'survivors'
  /** Peers that the scenario expects to be alive at the end. */
  | 'alive'
  | 'answers'
  | 'probes';

export interface Verdict {
  /** `not-covered`: the firmware did what the plan says, and a failure was not detected because nothing covers it. */
  readonly verdict: 'pass' | 'not-covered' | 'fail';
  /** Sentences for a person: on a failure what went wrong; otherwise what is not covered, and what was shown. */
  readonly reasons: readonly string[];
  readonly detections: readonly Detection[];
  readonly violations: readonly Violation[];
  /** The checks that the firmware failed. */
  readonly failed: readonly Check[];
}

type Findings = readonly VerdictReason[];

/** Compares a run with the plan and the scenario's expectations. Pure. */
export function judge(evidence: Evidence): Verdict {
  const facts = caseOf(evidence);
  const violations = violationsOf(facts);
  const rows = findingsOf(facts, violations);
  const findings = rows.flatMap(([, of]) => of);
  const [failures, gaps] = [withTone(findings, 'bad'), withTone(findings, 'gap')];
  const shown = failures.length > 0 ? [...failures, ...sleepFindings(facts)] : [...gaps, ...withTone(findings, 'good')];
  return {
    verdict: failures.length > 0 ? 'fail' : gaps.length > 0 ? 'not-covered' : 'pass',
    reasons: shown.map(({ text }) => text),
    detections: detectionsOf(facts),
    violations,
    failed: [...new Set(rows.flatMap(([check, of]) => (withTone(of, 'bad').length > 0 ? [check] : [])))],
  };
}

/** In the order in which they are told. */
function findingsOf(facts: Case, violations: readonly Violation[]): readonly (readonly [Check, Findings])[] {
  const isPlanned = facts.externalFirmware !== true;
  return [
    ['firmware', endFindings(facts)],
    ['steps', facts.unfinished === null ? [] : [bad(facts.unfinished)]],
    ['violations', violationFindings(violations, facts)],
    ['violations', acceptedFindings(facts)],
    ['detections', isPlanned ? detectionFindings(facts) : externalFirmwareFindings(facts)],
    ['survivors', isPlanned ? closedWhileAlive(facts) : []],
    ['detections', leftOutFindings(facts)],
    ['alive', aliveFindings(facts)],
    ['answers', echoFindings(facts)],
    ['answers', answerFindings(facts)],
    ['probes', isPlanned ? probeFindings(facts) : []],
  ];
}

function withTone(findings: Findings, tone: VerdictReason['tone']): Findings {
  return findings.filter((finding) => finding.tone === tone);
}

function endFindings({ engine, endNs }: Case): Findings {
  const place = engine.where === undefined ? '' : `, in ${engine.where}`;
  const why = engine.reason === undefined ? '' : `: ${engine.reason.replace(/\.$/, '')}`;
  const end = {
    time: null,
    stopped: null,
    stuck: 'The firmware is stuck',
    trap: 'The firmware trapped',
    returned: "The firmware's main returned, which it must never do,",
  }[engine.end];
  return end === null ? [] : [bad(`${end} at ${timeText(endNs)}${place}${why}.`)];
}

/** Sleeping in main is right; below main, firmware that has failed waits for something that can never come. */
function sleepFindings({ engine }: Case): Findings {
  const isRunning = engine.end === 'time' || engine.end === 'stopped';
  return isRunning && isWaitingBelowMain(engine.where ?? '') ? [bad(`The firmware sleeps in ${engine.where}.`)] : [];
}

/** Whether the firmware was asleep in a function below `main`. */
function isWaitingBelowMain(where: string): boolean {
  const [inner, outer] = where.split(' < ');
  return inner === SYMBOLS.wait && outer !== undefined && where !== `${SYMBOLS.wait} < ${SYMBOLS.main}`;
}
