/** A run as text. */
import { NS_PER_MS } from '../clock.ts';
import type { Run } from '../verdict/judged-run.ts';
import { span, timeText } from '../words.ts';
import { cpuLines } from './cpu-lines.ts';
import type { ReportLine } from './line.ts';
import { linesOf } from './lines.ts';

/** Gives text a colour or weight; terminals differ, so the caller brings it. */
export type Paint = (style: 'bold' | 'dim' | 'green' | 'yellow' | 'red', text: string) => string;

const VERDICTS = {
  pass: ['green', 'PASS'],
  'not-covered': ['yellow', 'NOT COVERED'],
  fail: ['red', 'FAIL'],
} as const;

const plain: Paint = (_style, text) => text;

/** Main events with their times, then the verdict with the bound. Ends with a newline. Without `paint` it is plain text. */
export function runToText(run: Run, paint: Paint = plain): string {
  const lines = linesOf(run.timeline);
  const width = Math.max(10, ...lines.map((line) => time(line).length + 2));
  return [
    `${paint('bold', run.scenario)}: ${run.title} ${paint('dim', `(${run.engine} engine, seed ${run.seed})`)}`,
    ...lines.map((line) => eventLine(line, width, paint)),
    '',
    ...verdictLines(run, paint),
    '',
  ].join('\n');
}

function time({ atNs }: ReportLine): string {
  return timeText(atNs);
}

function eventLine(line: ReportLine, width: number, paint: Paint): string {
  const text =
    line.tone === 'bad' ? paint('red', line.text) : line.tone === 'step' ? paint('bold', line.text) : line.text;
  return `${paint('dim', time(line).padStart(width))}  ${text}`;
}

function verdictLines(run: Run, paint: Paint): readonly string[] {
  const [colour, word] = VERDICTS[run.verdict];
  const { cpu } = run.stats.engine;
  const measured = cpu === null ? [] : cpuLines(cpu);
  return [
    `  ${paint(colour, word)}  ${run.scenario}${beside(run)}`,
    ...run.reasons.map((reason) => `        ${reason}`),
    ...measured.map((line) => `        ${paint('dim', line)}`),
  ];
}

interface TimedDetection {
  readonly boundMs: number;
  readonly latencyMs: number;
  readonly toldMs: number | null;
}

/** The slowest detection and its bound. */
function beside({ detections }: Run): string {
  const timed = detections.flatMap(({ boundMs, latencyMs, toldMs }) => {
    if (latencyMs === null || boundMs === null) return [];
    return [{ boundMs, latencyMs, toldMs, share: Math.max(latencyMs, toldMs ?? 0) / boundMs }];
  });
  const slowest = timed.toSorted((one, other) => other.share - one.share)[0];
  if (slowest === undefined) return '';
  const { boundMs, latencyMs } = slowest;
  const detected = `detected after ${span(latencyMs * NS_PER_MS)}${toldText(slowest)}`;
  return `: ${detected}, bound ${timeText(boundMs * NS_PER_MS)}`;
}

/** Of the bound; a smaller difference is no other moment for a person. */
const LATER_BY = 0.02;

/** The bound is about both moments: where the user's loop calls seldom, the application is told much later. */
function toldText({ boundMs, latencyMs, toldMs }: TimedDetection): string {
  if (toldMs === null || toldMs < latencyMs + LATER_BY * boundMs) return '';
  return `, application told after ${span(toldMs * NS_PER_MS)}`;
}
