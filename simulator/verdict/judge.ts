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

export interface Verdict {
  /** `not-covered`: the firmware did what the plan says, and a failure was not detected because nothing covers it. */
  readonly verdict: 'pass' | 'not-covered' | 'fail';
  /** Sentences for a person: on a failure what went wrong; otherwise what is not covered, and what was shown. */
  readonly reasons: readonly string[];
  readonly detections: readonly Detection[];
  readonly violations: readonly Violation[];
}

/** Compares a run with the plan and the scenario's expectations. Pure. */
export function judge(evidence: Evidence): Verdict {
  const facts = caseOf(evidence);
  const violations = violationsOf(facts);
  const findings = [
    ...engineFindings(facts),
    ...violationFindings(violations, facts),
    ...acceptedFindings(facts),
    ...(facts.externalFirmware === true
      ? externalFirmwareFindings(facts)
      : [...detectionFindings(facts), ...closedWhileAlive(facts)]),
    ...leftOutFindings(facts),
    ...aliveFindings(facts),
    ...echoFindings(facts),
    ...answerFindings(facts),
    ...(facts.externalFirmware === true ? [] : probeFindings(facts)),
  ];
  const [failures, gaps] = [withTone(findings, 'bad'), withTone(findings, 'gap')];
  const shown = failures.length > 0 ? [...failures, ...sleepFindings(facts)] : [...gaps, ...withTone(findings, 'good')];
  return {
    verdict: failures.length > 0 ? 'fail' : gaps.length > 0 ? 'not-covered' : 'pass',
    reasons: shown.map(({ text }) => text),
    detections: detectionsOf(facts),
    violations,
  };
}

function withTone(findings: readonly VerdictReason[], tone: VerdictReason['tone']): readonly VerdictReason[] {
  return findings.filter((finding) => finding.tone === tone);
}

function engineFindings({ engine, unfinished, endNs }: Case): readonly VerdictReason[] {
  const place = engine.where === undefined ? '' : `, in ${engine.where}`;
  const why = engine.reason === undefined ? '' : `: ${engine.reason.replace(/\.$/, '')}`;
  const end = {
    time: null,
    stopped: null,
    stuck: 'The firmware is stuck',
    trap: 'The firmware trapped',
    returned: "The firmware's main returned, which it must never do,",
  }[engine.end];
  const ended = end === null ? [] : [bad(`${end} at ${timeText(endNs)}${place}${why}.`)];
  return unfinished === null ? ended : [...ended, bad(unfinished)];
}

/** Sleeping in main is right; below main, firmware that has failed waits for something that can never come. */
function sleepFindings({ engine }: Case): readonly VerdictReason[] {
  const isRunning = engine.end === 'time' || engine.end === 'stopped';
  return isRunning && isWaitingBelowMain(engine.where ?? '') ? [bad(`The firmware sleeps in ${engine.where}.`)] : [];
}

/** Whether the firmware was asleep in a function below `main`. */
function isWaitingBelowMain(where: string): boolean {
  const [inner, outer] = where.split(' < ');
  return inner === SYMBOLS.wait && outer !== undefined && where !== `${SYMBOLS.wait} < ${SYMBOLS.main}`;
}
