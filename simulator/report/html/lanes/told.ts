/** What is told in words: steps of the scenario, the firmware's own reports and marks, and what was not allowed. */
import type { TimelineEvent } from '../../../timeline.ts';
import type { Item, Lane, MarkKind } from '../model.ts';
import { into, marksLane, ms, type Told } from './lane.ts';

interface Word {
  readonly text: string;
  readonly kind?: number;
  readonly details?: string;
}

function wordsLane(
  told: Told,
  head: { readonly title: string; readonly help: string },
  kinds: readonly MarkKind[],
  wordOf: (event: TimelineEvent) => Word | null,
): readonly Lane[] {
  const rows = new Map<string, Item[]>();
  for (const event of told.timeline) {
    const word = wordOf(event);
    if (word === null) continue;
    const item = { t: ms(event.atNs), k: word.kind ?? 0, s: word.text };
    into(rows, '', word.details === undefined ? item : { ...item, x: word.details });
  }
  return marksLane('flags', head, kinds, rows, told);
}

export function stepsLane(told: Told): readonly Lane[] {
  const kinds: readonly MarkKind[] = [{ name: 'step', tone: 'calm', shape: 'tick' }];
  return wordsLane(told, { title: 'Scenario', help: 'steps as they are carried out' }, kinds, (event) =>
    event.kind === 'step' ? { text: event.text } : null,
  );
}

export function firmwareLane(told: Told): readonly Lane[] {
  const kinds: readonly MarkKind[] = [
    { name: 'firmware', tone: 'note', shape: 'tick' },
    { name: 'fault', tone: 'bad', shape: 'cross' },
  ];
  return wordsLane(told, { title: 'Firmware', help: 'what it reports to its application' }, kinds, (event) => {
    if (event.kind !== 'firmware') return null;
    if (event.what === 'ended') return { text: `socket ${event.socket} ended: ${event.reason}` };
    return { text: event.text, kind: event.what === 'fault' ? 1 : 0 };
  });
}

export function traceLane(told: Told): readonly Lane[] {
  const kinds: readonly MarkKind[] = [{ name: 'mark', tone: 'note', shape: 'tick' }];
  return wordsLane(told, { title: 'Trace', help: 'lines that the firmware wrote to USART1' }, kinds, (event) =>
    event.kind === 'trace' ? { text: event.text } : null,
  );
}

export function violationsLane(told: Told): readonly Lane[] {
  const kinds: readonly MarkKind[] = [
    { name: 'not allowed', tone: 'bad', shape: 'cross' },
    { name: 'excused: the scenario had disturbed the chip', tone: 'busy', shape: 'cross' },
  ];
  return wordsLane(told, { title: 'Violations', help: 'what datasheet or engine do not allow' }, kinds, (event) =>
    event.kind === 'violation' ? { text: event.rule, details: event.text, kind: 'excused' in event ? 1 : 0 } : null,
  );
}
