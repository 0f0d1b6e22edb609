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

/** The slowest detection and its bound. */
function beside({ detections }: Run): string {
  const timed = detections.flatMap(({ latencyMs, boundMs }) =>
    latencyMs === null || boundMs === null ? [] : [{ latencyMs, boundMs }],
  );
  const slowest = timed.reduce<(typeof timed)[number] | null>(
    (worst, one) => (worst === null || one.latencyMs / one.boundMs > worst.latencyMs / worst.boundMs ? one : worst),
    null,
  );
  if (slowest === null) return '';
  const { latencyMs, boundMs } = slowest;
  return `: detected after ${span(latencyMs * NS_PER_MS)}, bound ${timeText(boundMs * NS_PER_MS)}`;
}
