import { harmless } from '../../document/words/printed.ts';
import { bulletText, type Row, seconds, sectionText, USUAL_COLUMNS } from '../explain/format.ts';
import { ORDER } from '../solve/order.ts';
import type { Solution } from '../solve/solve.ts';
import type { Io } from './io.ts';
import type { NamedSpec } from './read-specs.ts';

/** A value of the spec: what it was, and what is chosen. */
export interface ValueChange {
  readonly pointer: string;
  readonly from: number;
  readonly to: number;
}

/** What was chosen, why, and by which order, for a person. */
export function printSolution(
  { file, spec }: NamedSpec,
  solution: Solution,
  changes: readonly ValueChange[],
  isToWrite: boolean,
  io: Io,
): void {
  const { ok, wantedMs, boundMs, reasons } = solution;
  const outcome = ok ? 'detected within' : 'the best possible is';
  const title = `${spec.name}: wanted ${seconds(wantedMs)}, ${outcome} ${seconds(boundMs ?? 0)} with`;
  const preferences = ORDER.map((text, index): Row => [`${index + 1}`, text]);
  const { columns = USUAL_COLUMNS } = io;
  const sections = [
    ...(boundMs === null ? [] : [sectionText({ title, rows: valueRows(solution, changes) }, columns)]),
    ['why', ...reasons.map((text) => bulletText(text, columns))].join('\n'),
    sectionText({ title: 'order of preference', rows: preferences }, columns),
    ...(ok ? [nextStep(harmless(file), changes, isToWrite)] : []),
  ];
  io.out(sections.join('\n\n'));
}

function valueRows({ keepalive, retransmission }: Solution, changes: readonly ValueChange[]): readonly Row[] {
  const before = new Map(changes.map(({ pointer, from }) => [pointer, from]));
  const all = { keepalive, retransmission };
  return Object.entries(all).flatMap(([section, values]) =>
    Object.entries(values ?? {}).map(([key, value]): Row => {
      const was = before.get(`/${section}/${key}`);
      return [`${section}.${key}`, `${value}`, was === undefined ? 'as it is' : `was ${was}`];
    }),
  );
}

function nextStep(file: string, changes: readonly ValueChange[], isToWrite: boolean): string {
  if (changes.length === 0) return `${file} holds these values already.`;
  if (!isToWrite) return `Nothing was written; --write puts these values into ${file}.`;
  const lines = changes.map(({ pointer, from, to }) => `  ${pointer}: ${from} -> ${to}`);
  return [`${file} written:`, ...lines].join('\n');
}
